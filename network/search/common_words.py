"""Ordinary words of a sentence: they say how somebody came to ask, hardly ever what for.

A stop list in the old sense (Luhn 1958, Fox 1989): words so usual in talk that finding them tells nothing.
They need not stand in a listing, and are no typos of others. A list is needed because the directory itself
cannot tell: most of them stand in no listing at all, as misspelled words do. The name of a kind of service
or a synonym keeps its meaning, and so do several words that begin a name ("Two Chairs"); so a word belongs
here when nobody would ask for anything by it alone. Written as people type them: without apostrophes. Words
of asking ("where", "help", "quiero") stand in network/search/tokens.py.
"""

from network.search.tokens import says_little, tokens_of

_WHEN = """
after again ago ahead already always asap before current currently day days early end ever fast finally
first forever friday hardly hour hours last late lately later long longer minute minutes monday month months
morning never next night often old once past quick quickly recently saturday seven several since sometimes
soooo sudden suddenly sunday thursday till time times tmrw tomorrow tonite tuesday until usual usually
various wait waited waiting wed wednesday week weeks whenever year years yesterday yet
"""
_WHO_AND_HOW_MANY = """
all another bit both each either else enough every everybody everyone everything everywhere few half herself
hes hey himself idk itself least less many most much myself neither nobody none noone nor nothing only
ourselves plus same shes something such theirs themselves these theyre those twice two whatever whole whose
why youre yourself
"""
_LINKS = """
able across actually against almost alone along also among apart aside away barely because behind below
beside besides best better between beyond big but cuz even exactly except far further glad gonna gotta hello
however huge inside instead kinda lol maybe nearly obviously oh ok okay onto otherwise outside perhaps pls
pretty probably quite rather short small sorry sure thank thanks though through thru toward towards truly
unless upon wanna whether within without yeah yes
"""
_HAPPENING = """
arent ask asked asking bad became become becomes began begin believe bother bothering bring brought call
called calling came cannot caught cause certain choose close come coming completely consider continue
couldnt decided didnt different difficult doesnt done easy expect fact fail feel feels fell felt figure
fix forget forgot forward found full gave given guess hadnt hang happen happened happening happens hard
hasnt havent havin having hear heard honestly hope hoping isnt keep keeping keeps kept knew leave leaves
leaving left like likes little looks lose losing lost made making mean means meant mention met might mind
mine miss missed missing must mustnt name nice offer ought own point possible pull push put puts putting
question ran reach ready real realize reason remember rest return right round run running said saw say
saying says see seems seen send sent serious seriously set shaking shall shouldnt show side situation sort
sound spend spent start started starting starts stay stayed staying stays step stop stopped stopping stuck
stuff stupid suppose supposed sweat sweating telling tends think thinking thinks thought threw throw
throwing thrown together told took totally tried true turn turned turning upset used useful wanted wasnt
went werent wish wonder wondering wont worried worse worst worth wouldnt wrong
"""
_CUANDO = """
ahorita anoche antier ayer despues dia dias durante hora horas jamas luego manana mes meses mientras noche
nunca pasado semana semanas siempre tarde temprano todavia ultima ultimo veces vez
"""
_LO_DEMAS = """
acaba acabo acuerdo adonde alli anda andan aun aunque bastante bien cada casi comienza contra corrieron
corrio creo cualquier cuanto cuantos debe deben dejar deje dejo demas dentro desde dicen dije dijeron dijo
echo ellos empezar empezo encima entonces entre eran estaba estaban estamos estuve fin fueron fui gracias
grande gusta gustaria hablar hacen hacia haciendo hasta hice hicieron hizo hola igual incluso junto lado mia
mio misma mucha muchas mucho muchos nadie ni ningun ninguna nomas nuestra nuestro nuevo ojala ok otra otras
parar parece pasa paso pena pero pienso poco podemos podria poner porfa porfavor pos primero probablemente
pues puse puso quede quedo queria quiera quieren quisiera quizas salgo salir saque sea sera sido siento sigo
sigue siguen sola solamente solo suficiente suya suyo tal talvez tampoco tan tanto tenemos tenia toda todas
tomando traer tras tuve tuvo usted ustedes vamos vaya vengo venir vi viene vine vino vive vivo vuelve xfa xq
"""
# As officers, courts and people with a phone shorten; a name of a kind or a synonym stays what it is.
_SHORTENED = """
addtl additional appt appointment apt apartment assmt assessment asst assistance atty attorney bf boyfriend
cert certificate comm community couns counseling counsel counseling ctr center dept department disch discharge
elec electric emer emergency emerg emergency emp employment fam family gf girlfriend govt government grp group
hosp hospital hr hour hsg housing inpt inpatient ins insurance intox intoxicated juv juvenile lic license
mgmt management mgt management mtg meeting outpt outpatient ppl people prog program psych psychiatric
pymt payment resid residential sched schedule svc service temp temporary transp transportation trmt treatment
trng training util utility veh vehicle wk week wknd weekend yr year
"""
_COMMON = frozenset(tokens_of(" ".join((_WHEN, _WHO_AND_HOW_MANY, _LINKS, _HAPPENING, _CUANDO, _LO_DEMAS))))
_SHORT_AND_WHOLE = iter(_SHORTENED.split())
_WORDS_WRITTEN_OUT: dict[str, str] = dict(zip(_SHORT_AND_WHOLE, _SHORT_AND_WHOLE, strict=True))
# Two letters that are a state behind a town, and anywhere else a word or nothing.
_STATE_CODES = """
ak al ar az ca co ct dc de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok
or pa pr ri sc sd tn tx ut va vt wa wi wv wy
"""
_STATES = frozenset(_STATE_CODES.split())


def is_common(token: str) -> bool:
    """Whether this is an ordinary word of any sentence."""
    return token in _COMMON


def written_out(token: str) -> str:
    """The whole word, of one that people shorten; empty for others."""
    return _WORDS_WRITTEN_OUT.get(token, "")


def says_nothing_alone(tokens: tuple[str, ...]) -> bool:
    """Whether nobody asks for anything by these words: ordinary ones, numbers and single letters."""
    return all(len(each) == 1 or each.isdecimal() or says_little(each) or is_common(each) for each in tokens)


def may_be_state(token: str) -> bool:
    """Whether a state is written so in addresses."""
    return token in _STATES
