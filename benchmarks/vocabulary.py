"""The words that the benchmark's pages are made of.

A few thousand distinct words, so that stemming and searching cost what they cost on a real
site: written-out roots, their inflected forms, and invented names of components.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

_NOUNS = """
account action adapter address agent alarm alert alias allocation annotation answer api app archive argument
array artifact asset assignment attempt attribute audit author backend backlog backup balance bandwidth
banner barrier baseline batch binary binding blob block blueprint bookmark boundary branch bridge broker
browser bucket budget buffer bug build bundle button cache calendar call callback canary candidate capacity
capture card catalog category cell certificate chain change channel character chart check checkpoint
checksum chunk client clock cluster code codec cohort collection collector column command comment commit
company compiler component condition configuration conflict connection connector console constant constraint
consumer container content context contract control controller conversion cookie coordinator copy core cost
counter country coverage credential criterion currency cursor customer cycle daemon dashboard database
dataset date deadline decision declaration decorator default definition delay delivery demand dependency
deployment derivative description descriptor destination detail developer device diagram dictionary
difference digest dimension directory disk dispatcher distribution document domain download draft driver
duration edge edition editor element email encoder endpoint engine entity entry environment epoch error
estimate event example exception exchange execution executor exit experiment expert expiry export exporter
expression extension extractor factor failure family farm fault feature feed field figure file filter
fingerprint firewall flag flow folder footprint forecast fork form format fragment frame framework frequency
function gateway generation generator goal grant graph group guard guide handle handler handshake hash
header heap history hook host hour hub icon identity image import improvement incident increment index
indicator ingress input inspection instance instruction integer integration interface interval invoice item
iteration iterator job journal kernel key keyword label lake language latency launch layer layout leader
lease ledger length letter level library license lifecycle limit line link list listener literal loader
location lock log loop machine mailbox manifest map mapping margin marker mask master matrix measure member
memory merge message metadata method metric migration mirror mode model module moment monitor month mount
name namespace neighbor network node notebook notice notification number object offset operation operator
option orchestrator order organization origin outage output owner package page panel parameter parent parser
partition partner pass password patch path pattern payload payment peer percentage performance period
permission person phase pipeline pixel placement plan platform plugin pointer policy pool port position
prediction prefix preset preview price primitive principle priority privilege probe procedure process
processor producer product profile program progress project promise prompt property proposal protocol
provider proxy publisher purpose quality quantity query question queue quota range rank rate ratio reader
reason receipt receiver recipe record recovery redirect reference region registry relation release remark
reminder replica report repository request requirement reservation resolver resource response restart
restriction result retention retry revision risk role rollback rollout root route router row rule run runner
runtime sample sandbox scale scan scenario schedule scheduler schema scope score screen script search season
secret section segment selection selector sender sensor sequence serializer server service session setting
shard shape shell shift sidecar signal signature site size sketch slice slot snapshot socket solution source
space span specification spike stack stage standard statement station status step storage store story
strategy stream string structure subject subnet subscriber subscription subsystem suffix suite summary
supervisor supplier switch symbol system table tag target task team template tenant term terminal test text
theme thread threshold throttle ticket tier timeline timeout timestamp title token tolerance tool topic
topology trace tracker trade traffic trail trainer transaction transfer transformer transition tree trend
trigger trust tunnel tutorial type unit update upgrade upload usage user utility validator value variable
variation vault vector vendor version view violation visitor volume vote waiter warehouse warning watcher
wave website week weight widget window wizard word worker workflow workload workspace wrapper writer zone
"""

_VERBS = """
accept access acquire activate adapt adjust adopt advance affect align allocate allow announce answer append
apply approve archive arrange assemble assert assign assume attach audit balance batch bound buffer build
bypass cache calculate call cancel capture change check claim clean clear clone close collect combine
compare compile complete compress compute confirm connect consume contain convert copy correct count cover
create decide declare decode define delay delegate delete deliver demand deny depend deploy derive describe
design detect determine develop disable discard discover display distribute document download drain
duplicate edit elect emit enable encode encrypt enforce enqueue ensure enter estimate evaluate examine
exceed exchange exclude execute expand expect expire explain export expose extend extract fetch filter
finish flush follow force format forward freeze gather generate group guarantee handle hash help hide
highlight identify ignore import improve include increase index infer inherit inject insert inspect install
integrate introduce invalidate invoke isolate join keep label launch limit link list load locate lock log
manage map mark match measure merge migrate mirror modify monitor mount move name narrow negotiate normalize
notice notify observe obtain offer open operate order organize override parse partition pass patch pause
perform permit persist pin place poll populate predict prefer prepare present preserve prevent print process
produce project promote protect prove provide provision publish pull push query queue quote raise reach
receive recommend record recover redirect reduce refer refresh register reject relate release reload remain
remove rename render repair repeat replace replicate report request require reserve reset resolve respond
restart restore restrict result resume retain retire retrieve retry return reuse reveal review revoke rotate
route sample save scale scan schedule search secure select separate serialize serve share shift show shrink
sign signal simplify skip solve sort specify split start stop store stream submit subscribe suggest supply
support suspend switch synchronize tag target test throttle toggle touch trace track train transfer
transform translate transmit traverse trigger trim tune unlock unpack update upgrade upload use validate
verify visit wait walk warn watch wrap yield
"""

_ADJECTIVES = """
absolute abstract acceptable accurate active actual additional adjacent advanced alternative ambiguous ample
anonymous appropriate arbitrary asynchronous atomic automatic available average aware basic beneficial
bidirectional blank bounded brief broad busy calm canonical careful central certain cheap circular clean
clear cold collaborative common compact compatible complete complex comprehensive concise concrete
concurrent conditional confident consistent constant continuous convenient conventional correct costly
creative critical cumulative current custom daily dangerous declarative dedicated deep deliberate dense
dependent deterministic different direct discrete distinct distributed double dry durable dynamic eager
early effective efficient elastic elegant eligible empty encrypted entire ephemeral equal equivalent
essential eventual exact excessive exclusive existing experimental explicit exponential extensive external
extra fair false familiar fast federated final fine finite firm fixed flat flexible foreign formal fragile
free frequent fresh full functional general generic gentle global gradual graphical hard healthy heavy
hidden high historical horizontal hybrid ideal identical idle immediate immutable implicit important
incoming incomplete incremental independent individual inexpensive inherent initial inner instant intact
integral intelligent intended interactive internal interoperable invalid invisible isolated joint large late
latent lazy legacy legal lenient light linear live local logical long loose low main major malformed
mandatory manual massive mature maximal meaningful minimal minor missing mixed mobile moderate modern
modular monthly multiple mutable mutual narrow native natural necessary negative nested neutral noisy
nominal normal notable numerical numeric obsolete obvious occasional official open optimal optional ordinary
original outer overall parallel partial passive patient periodic permanent persistent personal physical
plain planned polite popular portable positive possible powerful practical precise predictable preferred
preliminary present previous primary prior private probable productive programmatic proper public quick
quiet random rapid rare raw ready real reasonable recent recurring recursive redundant regional regular
relative relevant reliable remote repeatable reproducible responsive restrictive reusable rich rigid robust
rough safe scalable secondary secure selective semantic sensible sensitive separate sequential serious
shallow shared sharp short signed significant similar simple single slow small smart smooth soft solid
sparse special specific stable stale standalone static statistical steady sticky straight strict strong
structural subtle successful sudden sufficient suitable superfluous symbolic symmetric synchronous synthetic
systematic technical temporary tentative thin thorough tight tiny tolerant total traditional transient
transparent trivial true typical unavailable uncommon uniform unique universal unknown unlimited unsafe
untrusted unusual upstream urgent usable useful useless usual vague valid valuable variable verbose vertical
viable virtual visible vital volatile vulnerable warm weak weekly whole wide wild
"""

_OPENINGS = """
bra cal dor el fen gal hel ir jor kal lum mar nor or pel quil ral sel tor ul ven wil xan yor zel
"""
_MIDDLES = "a be co di el fa go hi io ka li mo na or pa ra se ti un va"
_ENDINGS = """
dan der dex dis don dra dum gard ion kit lane lith lo mar mesh mill nix ock ora ous phy ris stack ta tron
"""
_VOWELS = "aeiou"


def plural(noun: str) -> str:
    """``policy`` -> ``policies``."""
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|ch|sh)$", noun) else "s")


def _doubled(verb: str) -> str:
    """The verb with its last letter doubled where English does so: ``stop`` -> ``stopp``."""
    short = re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", verb)
    return (
        verb + verb[-1]
        if short or verb in {"submit", "permit", "transfer", "infer", "refer", "emit"}
        else verb
    )


def third_person(verb: str) -> str:
    """``apply`` -> ``applies``."""
    return plural(verb)


def ing(verb: str) -> str:
    """``write`` -> ``writing``."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def past(verb: str) -> str:
    """``apply`` -> ``applied``; every verb counts as regular."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def adverb(adjective: str) -> str:
    """``safe`` -> ``safely``, ``possible`` -> ``possibly``."""
    if adjective.endswith("le"):
        return adjective[:-1] + "y"
    if adjective.endswith("ic"):
        return adjective + "ally"
    return (adjective[:-1] + "i" if adjective.endswith("y") else adjective) + "ly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words to choose from, by what they can stand for in a sentence."""

    nouns: tuple[str, ...]
    verbs: tuple[str, ...]
    adjectives: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def from_seed(cls, seed: int, *, names: int = 1200) -> Vocabulary:
        """All the words, with ``names`` invented ones."""
        random = Random(f"names {seed}")
        invented: dict[str, None] = {}
        openings, middles, endings = _OPENINGS.split(), _MIDDLES.split(), _ENDINGS.split()
        while len(invented) < names:
            parts = (random.choice(openings), random.choice(middles), random.choice(endings))
            invented["".join(parts).capitalize()] = None
        return cls(
            nouns=tuple(_NOUNS.split()),
            verbs=tuple(_VERBS.split()),
            adjectives=tuple(_ADJECTIVES.split()),
            names=tuple(invented),
        )

    def topic(self, random: Random) -> Vocabulary:
        """The words that one page comes back to: a small part of all."""
        return Vocabulary(
            nouns=tuple(random.sample(self.nouns, 60)),
            verbs=tuple(random.sample(self.verbs, 40)),
            adjectives=tuple(random.sample(self.adjectives, 40)),
            names=tuple(random.sample(self.names, 10)),
        )
