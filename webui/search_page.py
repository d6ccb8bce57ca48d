"""The search page, and the same search as JSON."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from search.engine import IndexBeingMadeError
from voronka.present import listing_to_json
from voronka.query import Query, Results
from webui import asking, filters, no_index, recent, search_view, work_page
from webui.asking import Asked, for_engine
from webui.cards import card
from webui.chips import chips
from webui.opened_filter import opened_filter, saving
from webui.reading import Reading, reading
from webui.room import Room, room

pages = Blueprint("search", __name__)


@pages.get("/")
def index() -> Response:
    """The search: filters, list, and the opened listing."""
    here = room()
    asked = asking.ask(request.args.items(multi=True))
    try:
        answer = here.ask(for_engine(asked.query))
    except IndexBeingMadeError as making:
        return no_index.page(asked, making, here)
    results = _with_role_counts(asked.query, answer.results, here)
    titles = here.source_labels()
    hits = {hit.listing_id: hit for hit in results.hits}
    now, days = here.now(), here.settings.stale_days
    cards = [card(found, now, days, hits.get(found.id)) for found in answer.listings]
    work_page.load([found.id for found in cards])
    recent.note(asked)
    set_chips = chips(asked, titles)
    nothing = not results.total
    html = render_template(
        "search.html",
        asked=asked,
        query=asked.query,
        results=results,
        cards=cards,
        chips=set_chips,
        tabs=search_view.tabs(asked, results),
        promo=search_view.promo_switch(asked, results),
        orders=search_view.orders(asked),
        pager=search_view.pager(asked, results),
        sections=filters.sections(asked.query, results, titles, materials=asked.tab == "materials"),
        ways_out=search_view.ways_out(asked, set_chips, results, here) if nothing else [],
        store_is_empty=nothing and not here.store.last_change(),
        opened=_opened(asked, here, [found.id for found in cards]),
        opened_filter=opened_filter(asked),
        saving=saving(asked),
        hidden_inputs=_hidden_inputs(asked),
        reset_url=asked.url_of(Query(kinds=asked.query.kinds)),
    )
    response = make_response(html)
    if "HX-Request" in request.headers:
        # a form sends its empty fields too: the address stays tidy
        response.headers["HX-Push-Url"] = asked.same_url()
    return response


@pages.get("/api/search")
def api() -> Response:
    """The same search as JSON; without ``kind`` vacancies and candidates. Contacts of candidates are masked."""
    explicit = Query.from_params(request.args.items(multi=True))
    query = explicit if request.args.get("exact") == "1" else asking.merged(explicit)[0]
    answer = room().ask(query)
    return jsonify(total=answer.results.total, hits=[listing_to_json(found) for found in answer.listings])


def _with_role_counts(query: Query, results: Results, here: Room) -> Results:
    """Groups and roles are alternatives of one filter on the page: each is counted as if none of both were set."""
    if not (query.roles or query.groups):
        return results
    free = here.ask(for_engine(replace(query, roles=(), groups=(), page=1, size=1))).results.facets
    return replace(results, facets={**results.facets, "role": free.get("role", []), "group": free.get("group", [])})


def _opened(asked: Asked, here: Room, found: list[int]) -> Reading | None:
    """The listing in the reading pane: the one of the address, else the first found; None for a closed pane."""
    if asked.opened == 0 or not found:
        return None
    listing = here.listing(asked.opened or found[0]) or here.listing(found[0])
    return None if listing is None else reading(listing, here)


def _hidden_inputs(asked: Asked) -> dict[str, list[tuple[str, str]]]:
    """What the two forms carry besides their own fields: the box the explicit filters, the filters the rest words."""
    closed = ([("open", "0")] if asked.opened == 0 else []) + asked.saved_params()
    box = replace(asked.explicit, text="", page=1).to_params()
    kept = {"kind", "order", "size", "stale"}
    rest = [pair for pair in asked.query.to_params() if pair[0] in kept | {"q"}]
    if asked.tab == "materials":
        rest += [
            pair for pair in replace(asked.query, page=1).to_params() if pair[0] not in {*kept, "q", "days", "source"}
        ]
    exact = [("exact", "1")] if asked.is_exact(asked.query) else []
    return {"box": [*box, *closed], "filters": [*rest, *exact, *closed]}
