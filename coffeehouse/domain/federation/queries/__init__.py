"""What channels and deliveries may ask about other servers, their people and what is on its way."""

from coffeehouse.domain.federation.queries.remote import Known as Known
from coffeehouse.domain.federation.queries.remote import known_account as known_account
from coffeehouse.domain.federation.queries.remote import known_actor as known_actor
from coffeehouse.domain.federation.queries.remote import remote_actor as remote_actor
from coffeehouse.domain.federation.queries.servers import Standing as Standing
from coffeehouse.domain.federation.queries.servers import standing_of as standing_of
