"""Ordinary words of a sentence: they say how somebody came to ask, hardly ever what for.

They need not stand in a listing, and are no typos of others, unless the directory itself calls a place so
(network/search/understanding.py). Written as people type them: without apostrophes.
"""

from network.search.tokens import tokens_of

_ENGLISH = """
able across actually after again against ago ahead all almost alone along already also always among and
another apart arent around asap aside ask asked asking away bad barely became because become becomes been
before began begin behind believe below beside besides best better between beyond big bit both bother
bothering bring brought but call called calling came cannot caught cause certain choose clear close come
coming completely consider continue couldnt current currently cuz day days decided didnt die different
difficult doesnt done each early easy either else end enough even ever every everybody everyone everything
everywhere exactly except expect fact fail far fast feel feeling feels fell felt few figure finally first
fix follow for forever forget forgot forward found friday full further gave give given glad gonna gotta
guess guy guys hadnt half hang happen happened happening happens happy hard hardly hasnt havent havin having
hear heard hello hers herself hes hey himself hold honestly hope hoping hour hours however huge idk
important inside instead isnt itself keep keeping keeps kept kind kinda knew knows last late lately later
least leave leaves leaving left less let lets like likes little lol long longer looks lose losing lost lots
love made makes making many matter maybe mean means meant mention met might mind mine minute minutes miss
missed missing monday month months morning most much must mustnt myself name nearly neither never next nice
night nobody none noone nor normal nothing obviously offer often oh ok okay old once ones only onto
otherwise ought ours ourselves outside own past perhaps pls plus point possible pretty probably pull push
put puts putting question quick quickly quiet quite ran rather reach ready real realize reason recently
remember rest return right round run running said same saturday saw say saying says second see seems seen
send sent serious seriously set seven several shake shaking shall shes short shouldnt show side since
situation small something sometimes soooo sorry sort sound special spend spent start started starting starts
stay stayed staying stays step still stop stopped stopping stuck stuff stupid such sudden suddenly sunday
suppose supposed sure swear sweat sweating takes talk tell telling tells tends terrible thank thanks theirs
themselves theres these theyre things think thinking thinks those though thought threw through throw
throwing thrown thru thursday till time times tmrw together told tomorrow tonite took totally toward towards
tried tries true truly tuesday turn turned turning twice two unless until upon upset used useful usual
usually various wait waited waiting wake wanna wanted wants wasnt wed wednesday week weeks went werent
whatever whats whenever whether whole whose why wish within without wonder wondering wont word words worried
worse worst worth wouldnt wrong yeah year years yes yesterday yet youre yours yourself
"""
_SPANISH = """
acaba acabo acuerdo adonde ahorita alla alli anda andan anoche antier aun aunque ayer bastante bien cada
casi comienza como contra corrieron corrio creo cualquier cuanto cuantos debe deben dejar deje dejo demas
dentro desde despues dia dias dicen dije dijeron dijo durante echaron echo ellas ellos empezar empezo encima
entonces entre eran estaba estaban estamos estas estuve fin fueron fui gracias grande gusta gustaria hablar
hacen hacia haciendo hasta hice hicieron hizo hola hora horas igual incluso jamas junto lado luego manana
mes meses mia mientras mio misma mucha muchas mucho muchos nadie ni ningun ninguna noche nomas nuestra
nuestro nuevo nunca ojala ok otra otras otros pa para parar parece pasa pasado paso pena pero pienso poco
podemos podria poner porfa porfavor pos primero probablemente pues puse puso q quede quedo queria quiera
quieren quisiera quizas salgo salir saque sea semana semanas sera sido siempre siento sigo sigue siguen sola
solamente solo soy suficiente suya suyo tal talvez tampoco tan tanto tarde temprano tenemos tener tenia toda
todas todavia todos tomando traer tras tuve tuvo ultima ultimo usted ustedes vamos vaya veces vengo venir
vez vi viene vine vino vive vivo vuelve x xfa xq
"""
_COMMON = frozenset(tokens_of(f"{_ENGLISH} {_SPANISH}"))
# Two letters that are a state behind a town, and anywhere else a word or nothing.
_STATE_CODES = """
ak al ar az ca co ct dc de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok
or pa pr ri sc sd tn tx ut va vt wa wi wv wy
"""
_STATES = frozenset(_STATE_CODES.split())


def is_common(token: str) -> bool:
    """Whether this is an ordinary word of any sentence."""
    return token in _COMMON


def may_be_state(token: str) -> bool:
    """Whether a state is written so in addresses."""
    return token in _STATES
