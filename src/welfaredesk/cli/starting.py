# SPDX-License-Identifier: EUPL-1.2
"""The verbs of a beginning: init founds an ente without a window, demo makes and opens the demo ente."""

from welfaredesk.base.errors import VaultExists, WrongUse
from welfaredesk.base.places import demo_folder
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb
from welfaredesk.crypto.passphrase import check_strength
from welfaredesk.desk.founding import DEFAULT_ROLES, FirstStart
from welfaredesk.desk.resources import birthplaces
from welfaredesk.desk.share_files import write_sheets
from welfaredesk.desk.unlocking import begin, cost_here, draw, has_vault
from welfaredesk.domain.birthplaces import PlaceKind
from welfaredesk.domain.spoken import fold_text
from welfaredesk.domain.statement import Role

PARTICLES = frozenset(
    (
        *("d'", "da", "dal", "dall'", "dalla", "dalle", "de", "degli", "dei", "del", "dell'", "della", "delle"),
        *("dello", "di", "la", "le", "li", "lo", "van", "von"),
    )
)
LARGEST_DEMO = 50_000
DEMO_PASSPHRASE = "dimostrazione welfaredesk"
MAKING = N_("Preparo l'ente di prova: ci vuole qualche decina di secondi, solo la prima volta.")
DEMO_MADE = N_("Ente di prova in {profile}: {persons} persone, {entries} annotazioni di diario, tutte inventate.")
DEMO_OPENS = N_("Si apre con la frase segreta: {passphrase}")
NO_SIZE = N_("«--size» va da 1 a {most}")
NO_ENTE = N_("«--ente» vuole il nome dell'ente")
NO_OPERATOR = N_('«--operator» vuole "COGNOME NOME"')
NO_ROLE = N_("«--role» vuole uno o più di: {roles}")
NO_COMUNE = N_("«--comune» vuole il nome di un comune che esiste oggi")
FOUNDED = N_(
    "L'ente è pronto. I fogli di recupero sono in {folder}: stampali (print recovery-sheet), custodiscili e "
    "cancellali dal disco."
)


def init(call: Call) -> int:
    """Found an ente: the recovery sheets are on the disk before the vault is in its place."""
    surname, name = named(call.text("--operator"))
    start = FirstStart(
        ente=_ente(call.text("--ente")),
        surname=surname,
        name=name,
        roles=roles_in(call.text("--role")),
        comuni=tuple(comune(said) for said in call.texts("--comune")),
        alone=call.is_said("--alone"),
        passphrase=call.passphrase(),
    )
    check_strength(start.passphrase)
    if has_vault(call.profile):
        raise VaultExists()
    drawn = draw(call.ids, alone=start.alone)
    sheets = write_sheets(call.path("--recovery-out"), drawn.shares, secret=drawn.secret)
    try:
        session = begin(
            call.profile,
            start,
            drawn=drawn,
            operator_profile=None,
            clock=call.clock,
            ids=call.ids,
            cost=cost_here(),
        )
    except BaseException:
        if not has_vault(call.profile):
            sheets.remove()
        raise
    identity = session.identity
    session.close()
    answer = {"ente": identity.ente, "operator": identity.operator, "desk": identity.desk}
    call.answers.give(answer, [tr(FOUNDED).format(folder=call.path("--recovery-out"))])
    return 0


def _ente(text: str) -> str:
    if not text.strip():
        raise WrongUse(why=tr(NO_ENTE))
    return " ".join(text.split())


def named(text: str) -> tuple[str, str]:
    """Return surname and name of «COGNOME NOME»; a surname that begins with a particle has two words or more.

    Raises:
        WrongUse: when nothing is said.
    """
    said = text.split()
    if not said:
        raise WrongUse(why=tr(NO_OPERATOR))
    taken = 1
    while taken < len(said) - 1 and said[taken - 1].lower() in PARTICLES:
        taken += 1
    return " ".join(said[:taken]), " ".join(said[taken:])


def roles_in(text: str) -> tuple[Role, ...]:
    """Return the roles of a list with commas, those of a first start when it is empty.

    Raises:
        WrongUse: when one is none of the ente's roles.
    """
    said = [one.strip() for one in text.split(",") if one.strip()]
    if not set(said) <= {str(role) for role in Role}:
        raise WrongUse(why=tr(NO_ROLE).format(roles=", ".join(Role)))
    return tuple(dict.fromkeys(Role(one) for one in said)) or DEFAULT_ROLES


def comune(text: str) -> str:
    """Return the name of a comune as the state writes it.

    Raises:
        WrongUse: when there is none of that name today.
    """
    for place in birthplaces().find(text, limit=5):
        if place.kind is PlaceKind.COMUNE and not place.suppressed and fold_text(place.name) == fold_text(text):
            return place.name
    raise WrongUse(why=tr(NO_COMUNE))


def demo(call: Call) -> int:
    """Make the demo ente once; then walk through its windows, or open them, or neither."""
    from welfaredesk.desk.demo.making import DEFAULT_SEED, DEFAULT_SIZE, make_demo

    size = call.number("--size", DEFAULT_SIZE)
    if not 1 <= size <= LARGEST_DEMO:
        raise WrongUse(why=tr(NO_SIZE).format(most=LARGEST_DEMO))
    passphrase = call.passphrase() if call.has_passphrase else DEMO_PASSPHRASE
    profile = call.profile if call.is_profile_said else demo_folder()
    if not has_vault(profile):
        check_strength(passphrase)
        call.answers.say(tr(MAKING))
    made = make_demo(
        profile,
        size=size,
        seed=call.number("--seed", DEFAULT_SEED),
        clock=call.clock,
        cost=cost_here(),
        passphrase=passphrase,
    )
    lines = [tr(DEMO_MADE).format(persons=made.persons, entries=made.entries, profile=made.profile)]
    if not call.has_passphrase:
        lines.append(tr(DEMO_OPENS).format(passphrase=passphrase))
    answer = {"profile": str(made.profile), "persons": made.persons, "entries": made.entries, "seconds": made.seconds}
    if call.is_said("--tour"):
        call.windows.tour(profile, call.path("--tour"), passphrase=passphrase)
    call.answers.give(answer, lines)
    if call.is_said("--tour") or call.is_said("--no-window"):
        return 0
    return call.windows.open(profile, demo=passphrase)


VERBS = (
    Verb(
        name="init",
        does=N_("fonda un ente senza finestra e scrive i fogli di recupero nella cartella DIR"),
        answer='{"ente","operator","desk"}',
        run=init,
        options=(
            Option(flag="--ente", takes="NAME", required=True, what=N_("il nome dell'ente")),
            Option(
                flag="--operator",
                takes='"COGNOME NOME"',
                required=True,
                what=N_("chi lavora qui; una particella («De», «Di», «Lo» ...) fa parte del cognome"),
            ),
            Option(
                flag="--role",
                takes="ROLE",
                what=N_("i ruoli, con la virgola; operatore,responsabile,amministratore se manca"),
            ),
            Option(flag="--comune", takes="NAME", repeated=True, what=N_("un comune servito dall'ente")),
            Option(
                flag="--recovery-out",
                takes="DIR",
                required=True,
                path=True,
                what=N_("dove scrivere i fogli di recupero"),
            ),
            Option(flag="--alone", what=N_("ente di una persona: lo stesso foglio due volte")),
        ),
    ),
    Verb(
        name="demo",
        does=N_("crea (una volta sola) e apre un ente di prova, tutto inventato; dice la frase segreta che lo apre"),
        answer='{"profile","persons","entries","seconds"}',
        run=demo,
        options=(
            Option(flag="--size", takes="CARTELLE", number=True, what=N_("quante cartelle, 2700 se non si dice")),
            Option(flag="--seed", takes="S", number=True, what=N_("il seme: lo stesso seme dà lo stesso ente")),
            Option(
                flag="--tour",
                takes="DIR",
                path=True,
                what=N_("percorre le finestre senza mostrarle e lascia le immagini in DIR"),
            ),
            Option(flag="--no-window", what=N_("lo crea soltanto")),
        ),
    ),
)
