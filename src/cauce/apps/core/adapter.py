"""What allauth asks of us: accounts are made by administrators, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour, with signing up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may make an account by themselves."""
        return False
