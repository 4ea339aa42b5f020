"""Words of which sentences of danger are made (network/search/danger.csv), as they are read: small,
without accents and apostrophes."""


def any_of(*words: str) -> str:
    """A pattern that is one of these words; an underscore stands for a space."""
    return f"(?:{'|'.join(' '.join(words).split()).replace('_', ' ')})"


def each_of(stems: str, *endings: str) -> str:
    """A pattern that is one of these stems with one of the endings, "-" for none."""
    return f"(?:{any_of(stems)}(?:{'|'.join(endings).replace('-', '')}))"


# Said between the words that count, and left out before a sentence is read.
_FILLERS = """
actually again almost already also always badly constantly damn even fuckin fucking just kinda literally
nearly now really still so too very
casi ahora muy siempre tambien
"""
FILLERS = frozenset(_FILLERS.split())

# Who harms, or is harmed.
PARTNER = any_of("""
husband wife spouse boyfriend girlfriend bf gf partner ex fiance fiancee
esposo esposa marido mujer pareja novio novia
""")
RELATIVE = any_of("""
dad daddy father stepdad stepfather mom mommy mother mama stepmom stepmother parents brother brothers sister
sisters stepbrother uncle aunt grandpa grandfather grandma grandmother cousin son sons daughter daughters kid
kids child children boy boys girl girls baby toddler niece nephew family
papa padre padrastro madre madrastra hermano hermana hermanito hermanita tio tia abuelo abuela primo prima
hijo hija hijos hijas nino nina ninos ninas bebe cunado suegro suegra sobrino sobrina
""")
NEIGHBOR = any_of("""
friend roommate neighbor pimp trafficker dealer stranger stalker gang man men guy guys dude woman
amigo vecino hombre hombres pandilla padrote
""")
KIN = any_of(PARTNER, RELATIVE)
SOMEBODY = any_of("he she they", PARTNER, RELATIVE, NEIGHBOR)
MINE = rf"(?:(?:my|our|her|his|the|a) (?:\w+ )?{any_of(PARTNER, RELATIVE, 'friend roommate')})"
ME = "(?:me|us)"
ANOTHER = f"(?:him|her|{MINE})"
SELF = any_of("myself my_self himself hisself herself themselves themself yourself self")
_WILL = any_of("""
is am are was were be been has have had will would might could keeps? kept to that got gets? going gonna tried
tries trying used wants? feel like of about
""")
WILL = f"(?:{_WILL} )*"

# What is done to them.
HARMS = any_of(
    each_of(
        "attack assault beat burn bit harm hurt kick kill molest murder punch push shoot threaten hit",
        "-", "s", "es", "ed", "ing", "en", "ting",
    ),
    each_of("abus chok rap strangl harass shov tortur", "e", "es", "ed", "ing", "-"),
    each_of("grab slap stab drag whip slam", "-", "s", "bed", "ped", "ged", "med", "bing", "ping", "ging"),
    each_of("touch smack stalk traffick smother pinch spank", "-", "s", "es", "ed", "ing"),
    "bites biting burnt chased drugged jumped kidnapped mugged robbed shot shook spit threw throws",
)  # fmt: skip
PURSUES = each_of("follow track watch", "s", "ed", "ing")
SUFFERED = any_of("""
abused assaulted attacked beat beaten choked hit jumped kidnapped molested mugged punched raped robbed shot
slapped stabbed stalked strangled threatened tortured trafficked
""")
HARMS_ES = any_of(
    each_of(
        "abus acos ahorc amenaz apunal asalt atac empuj encerr explot golpe jal lastim maltrat manose oblig "
        "peg quem secuestr toc viol",
        "a", "o", "an", "aba", "aban", "aron",
    ),
    "agredio agrede encierra patea pateo persigue persiguen sigue explotan",
)  # fmt: skip
WEAPON = any_of("gun guns pistol rifle shotgun knife machete weapon pistola arma cuchillo machete navaja")
HIGH_PLACE = any_of("bridge roof building overpass balcony train traffic window cliff garage river")
PILLS = any_of("pills meds medicine medication tylenol xanax bottle pastillas")

# What kills, hits and threatens in another sense.
BODY = any_of("""
ankle arm arms back chest ear elbow eye eyes face feet finger fingers foot hand hands head hip jaw knee knees
leg legs neck nose rib ribs shoulder stomach thumb toe toes wrist
brazo cabeza cadera codo cuello dedo espalda estomago hombro mano manos ojo ojos pecho pie pies pierna piernas
rodilla rodillas tobillo
""")
TOOTH = any_of("tooth teeth molar muela muelas diente dientes")
THING = any_of("""
accident addiction alcohol arthritis anxiety bees bills bug bugs bus car cat cats crash craving cravings debt
depression dog dogs drugs drinking heat heroin it job loneliness meth pain rent shoes spider stress
traffic train truck van wait withdrawal carro camion coche moto perro sol
""")
PEST = any_of("""
ants bed_bugs bedbugs bugs cockroaches cravings fleas germs lice mice mold rats roaches termites
time the_pain weeds cucarachas chinches ratas ratones piojos hormigas tiempo
""")
DUES = any_of("""
arrest bill bills charge charges citation deportation eviction fee fees fine fines foreclosure jail lawsuit
prison shutoff taxes ticket warrant
""")
MACHINE = any_of("""
battery car charger computer engine fridge furnace heater laptop moped phone scooter truck washer
carro celular coche telefono camioneta bateria
""")
