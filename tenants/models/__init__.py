from tenants.models.alarm import Alarm, AlarmKind
from tenants.models.background import Heartbeat, SchemaScript, WakeUp
from tenants.models.domain import Domain
from tenants.models.external_account import ExternalAccount
from tenants.models.hand_over import HandOver
from tenants.models.membership import Membership, Role
from tenants.models.plan import Plan
from tenants.models.session import Session
from tenants.models.support import SupportGrant, SupportScope
from tenants.models.tenant import Tenant, TenantStatus, Trade
from tenants.models.user import User
from tenants.models.window import ShopWindow

__all__ = [
    "Alarm",
    "AlarmKind",
    "Domain",
    "ExternalAccount",
    "HandOver",
    "Heartbeat",
    "Membership",
    "Plan",
    "Role",
    "SchemaScript",
    "Session",
    "ShopWindow",
    "SupportGrant",
    "SupportScope",
    "Tenant",
    "TenantStatus",
    "Trade",
    "User",
    "WakeUp",
]
