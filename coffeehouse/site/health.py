"""`/health`: whether this house can answer. For supervisors, load balancers and `coffeehouse up` itself."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coffeehouse.database import sql


@require_safe
def show_health(_request: HttpRequest) -> HttpResponse:
    """200 "OK" when the database answers, else 503."""
    try:
        sql.value("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("OK", content_type="text/plain; charset=utf-8")


show_health.auth = "public"  # type: ignore[attr-defined]  # says who may ask; tells nothing else
