"""Who plays: twelve people in three teams of a small harbour clinic, and who comes to see them."""

from dataclasses import dataclass

ORGANIZATION_NAME = "Harbour Clinic"
ORGANIZATION_SLUG = "harbour-clinic"
DOMAIN = "harbour.example"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff. Hours are wall clock of the zone; `offers` are (title, slug, minutes)."""

    username: str
    name: str
    team: str
    role: str
    zone: str
    opens: str
    closes: str
    offers: tuple[tuple[str, str, int], ...]

    @property
    def email(self) -> str:
        return f"{self.username}@{DOMAIN}"


TEAMS = ("Physiotherapy", "Nutrition", "Front desk")

_FIRST = ("First visit", "first-visit", 60)
_FOLLOW_UP = ("Follow-up", "follow-up", 30)
_CALL = ("Short call", "call", 15)
_PLAN = ("Meal plan", "meal-plan", 45)
_QUESTION = ("A question", "question", 20)

OWNER = Person("mara", "Mara Lindqvist", "Physiotherapy", "ADMIN", "Europe/Berlin", "08:00", "14:00", (_CALL,))

PEOPLE = (
    Person("jonas", "Jonas Weber", TEAMS[0], "ADMIN", "Europe/Berlin", "09:00", "17:00", (_FIRST, _FOLLOW_UP)),
    Person("aisha", "Aisha Rahman", TEAMS[0], "MEMBER", "Europe/Berlin", "08:00", "16:00", (_FIRST, _FOLLOW_UP)),
    Person("tomas", "Tomáš Dvořák", TEAMS[0], "MEMBER", "Europe/Prague", "10:00", "18:00", (_FOLLOW_UP,)),
    Person("lena", "Lena Fischer", TEAMS[0], "MEMBER", "Europe/Berlin", "12:00", "20:00", (_FIRST, _FOLLOW_UP)),
    Person("noor", "Noor van Dijk", TEAMS[1], "ADMIN", "Europe/Amsterdam", "09:00", "17:00", (_PLAN, _CALL)),
    Person("paulo", "Paulo Ferreira", TEAMS[1], "MEMBER", "Europe/Lisbon", "09:00", "15:00", (_PLAN,)),
    Person("yuki", "Yuki Tanaka", TEAMS[1], "MEMBER", "Asia/Tokyo", "10:00", "19:00", (_PLAN, _CALL)),
    Person("grace", "Grace Okafor", TEAMS[1], "MEMBER", "Africa/Lagos", "08:30", "16:30", (_CALL,)),
    Person("emil", "Emil Sørensen", TEAMS[2], "ADMIN", "Europe/Copenhagen", "07:30", "15:30", (_QUESTION,)),
    Person("hannah", "Hannah Cohen", TEAMS[2], "MEMBER", "Europe/Berlin", "08:00", "12:00", (_QUESTION,)),
    Person("diego", "Diego Álvarez", TEAMS[2], "MEMBER", "America/New_York", "09:00", "17:00", (_QUESTION,)),
)

# Roles of the clinic's own: what they allow, and who holds them.
ROLES = (
    (
        "Rota planner",
        "Looks after hours and absences.",
        ("ooo.read", "ooo.create", "ooo.update", "availability.read"),
        "emil",
    ),
    ("Auditor", "Sees everything that is booked.", ("booking.read", "eventType.read"), "hannah"),
)

LANGUAGES = ("English", "German", "Portuguese", "Japanese", "Spanish", "Arabic")
# What is said of people: the languages that they speak, and their profession.
SPOKEN = {
    "mara": ("English", "German"),
    "jonas": ("German",),
    "aisha": ("English", "German", "Arabic"),
    "noor": ("English", "German"),
    "paulo": ("Portuguese", "Spanish", "English"),
    "yuki": ("Japanese", "English"),
    "diego": ("Spanish", "English"),
    "hannah": ("German", "English"),
}
PROFESSIONS = {"Physiotherapy": "Physiotherapist", "Nutrition": "Dietitian", "Front desk": "Receptionist"}

INVITED = "sofia@harbour.example"
"""Somebody who was asked in and has not come yet."""

VISITORS = (
    ("Bea Booker", "bea"),
    ("Carl Custer", "carl"),
    ("Dora Deng", "dora"),
    ("Ferit Aydin", "ferit"),
    ("Gesa Lorenz", "gesa"),
    ("Ines Moreau", "ines"),
    ("Kofi Mensah", "kofi"),
    ("Olga Petrova", "olga"),
)

ADDRESS = {"type": "address", "address": "Quay 7, 20457 Hamburg", "public": True}
# What teams offer: whose, how hosts are chosen, title, slug, minutes. Hosts are named where not everybody takes part.
TEAM_OFFERS: tuple[tuple[str, str, str, str, int, tuple[str, ...]], ...] = (
    (TEAMS[0], "roundRobin", "Next free physiotherapist", "next-free", 30, ()),
    (TEAMS[0], "collective", "Joint assessment", "assessment", 60, ("lena", "tomas")),
    (TEAMS[1], "roundRobin", "Nutrition check", "check", 20, ("noor", "paulo", "grace")),
    (TEAMS[2], "managed", "Papers and prescriptions", "papers", 15, ()),
)
