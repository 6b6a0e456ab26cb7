"""How is a member told on a page of the desk?"""

from django import template

from market.desk.member_words import branch_words, gender_of

register = template.Library()
register.filter("branch_words", branch_words)
register.filter("gender_of", gender_of)
