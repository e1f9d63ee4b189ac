"""The fictional people, companies and numbers of the simulated account. Numbers come from ranges reserved for drama."""

from __future__ import annotations

USER_NAMES = (
    "Asha Rao", "Ben Whitlock", "Carys Pugh", "Dev Anand Kulkarni", "Edith Marlowe", "Farid Haddad", "Grace Okafor",
    "Hamish Reid", "Imogen Vale", "Jonas Lindqvist", "Keiko Tanabe", "Liam Doherty", "Mina Farrokh", "Noel Ferreira",
    "Orla Keane", "Priya Menon", "Quentin Ashby", "Rosa Delgado", "Samir Bose", "Tess Holloway", "Uma Shetty",
    "Victor Nagy", "Wendy Pryce", "Xanthe Moraitis",
)  # fmt: skip

CONTACTS = (
    ("Tom Field", "Example Ltd"), ("Maya Lindgren", "Northbank Foods"), ("Oscar Penrose", "Penrose & Daughters"),
    ("Chloe Abara", "Harbour Lights"), ("Ravi Deshmukh", "Deshmukh Textiles"), ("Nadia Petrov", "Quayside Print"),
    ("Hugh Pemberton", "Pemberton Estates"), ("Isla Munro", "Munro Tweed"), ("José Álvarez", "Álvarez Ceramics"),
    ("Zoë Brandt", "Brandt Optics"), ("Kwame Mensah", "Sunrise Solar"), ("Freya Nilsen", "Fjord Freight"),
    ("Omar Siddiqui", "Crescent Pharmacy"), ("Beatrice Lowe", "Lowe & Partners"), ("Callum Frost", "Frost Joinery"),
    ("Anjali Verma", "Verma Travel"), ("Dominic Hale", "Hale Motors"), ("Sinéad Byrne", "Byrne Bakery"),
    ("Marek Nowak", "Nowak Plumbing"), ("Lucia Romano", "Romano Gelato"), ("Peter Ashdown", "Ashdown School"),
    ("Yuki Sato", "Blue Heron Books"),
)  # fmt: skip

DIDS = (
    ("+442079460123", "Sales London"),
    ("+442079460124", "Support London"),
    ("+442079460125", "Accounts"),
    ("+12125550142", "New York desk"),
)
