"""Words that announce an order, an account or another identifier, in the languages of the provider's customers."""

from __future__ import annotations

import re
from functools import cache

_IDENTIFIED = (
    r"(?<!to )(?:order|purchase order)|invoice|inv|ref(?:erence)?|account|acc?t|a/c|ticket|booking|tracking|parcel|"
    r"shipment|serial|po|vat|iban|isbn|ean|imei|imsi|sku|barcode|passport|nhs|utr|otp|pin|transaction|txn|uuid|"
    r"part|batch|lot|flight|policy|(?<!in )(?<!just in )case|card|licen[cs]e|asset|device|upi|vpa|consignment|"
    r"confirmation|application|chk|cheque|"
    r"rma|model|password|passcode|checksum|vin|amount|(?:sub)?total|qty|quantity|betrag|summe|menge|montant|quantité|"
    r"importe|cantidad|importo|quantità|bedrag|aantal|kwota|сумма|"  # amounts need no currency where a word says it
    r"complaint|receipt|voucher|aadhaa?r|gstin|ssn|(?<!caller )id|mpan|mprn|meter|"
    r"[tmupsoegrx]id|cpr|cvr|cui[tl]|cbu|clabe|curp|rfc|nit|i[čc]o|di[čc]|ahv|svnr|bsn|kvk|npwp|cnic|tin|hkid|nric|uen|"
    r"trn|personn?r|pers\.?nr|orgn?r|org\.?nr|y-tunnus|hetu|tckn|vkn|αφμ|єдрпоу|ח\.?פ\.?|사업자번호|주민번호|계좌|เลขที่|سجل|"
    r"身份证|账号|口座番号|郵便番号|予約番号|注文番号|"
    r"siret|siren|cif|nif|nie|dni|cpf|cnpj|rut|abn|acn|(?-i:TFN)|medicare|hrb|rcs(?: \w+)?(?: [AB])?|eori|bsb|"
    r"p\.?\s?iva|awb|konto|blz|(?:delivery|advice|credit|consignment) note|docket|"
    r"loan|escrow|mortgage|claim|job|quoting|(?<!area )(?<!dialling )(?<!country )code|"
    r"(?<!of )charge|verwendungszweck|lieferschein|az|aktenzeichen|vorgang|auftrag|bestellung|rechnung|vertrag|"
    r"commande|facture|dossier|contrat|devis|abonnement|r[ée]f(?:[ée]rence)?(?: (?:client|dossier|commande))?|"
    r"colis|réservation(?! ?:)|billet|suivi|"  # French
    r"pedido|factura|reserva(?! ?:)|localizador|póliza|matrícula|expediente|albarán|referencia|"
    r"encomenda|fatura|processo|"  # Spanish, Portuguese
    r"ordine|fattura|prenotazione(?! ?:)|pratica|codice|riferimento|"  # Italian
    r"bestelling|factuur|ordernr|klantnr|zaak|zaaknr|"  # Dutch
    r"заказ(?:а|у)?|сч[её]т(?:а|у)?|инн|огрн|кпп|договор(?:а|у)?|снилс|"  # Russian
    r"zamówieni[ea]|faktura|nip|regon|pesel|krs"  # Polish
)
_NUMBERED = (
    r"cust(?:omer)?|client|case|policy|card|company|registration|reg|registered in \w+|contract|"
    r"mem(?:ber(?:ship)?)?|emp(?:loyee)?|cert(?:ificate)?|doc(?:ument)?|chassis|engine|lic|"
    r"staff|part|agent|claim|licen[cs]e|student|patient|flight|batch|lot|docket|delivery|consignment|meeting|webinar|"
    r"conference|device|asset|job|complaint|grievance|application|request|incident|pension|permit|receipt|voucher|roll|"
    r"num[ée]ro (?:de )?(?:client|commande|contrat|dossier|facture|sécurité sociale)|"
    r"n[úu]mero de (?:cliente|pedido|factura|cuenta)|numero (?:cliente|ordine)"
)
_NUMBER_SIGN = r"(?:no|number|num|nr|n|id|code|tag|ref(?:erence)?)\b\.?|#|n?[°º]|№"
# "Kundennummer", "Kd.-Nr.", "Vertragsnr": whatever is numbered in German (and Dutch), save what rings.
_GERMAN = (
    r"\b(?!(?:tele?fon|tel|ruf|fon|handy|mobil|mob|funk|fest|fax|telefax|service|notruf|hot|durchwahl|whatsapp|büro|"
    r"zentral|privat|dienst|neue|meine|deine|ihre|unsere|seine|telefoon|mobiel|kontakt))"
    r"[a-zäöüß]+(?:\.?-?nummer|\.?[\-/ ]{0,2}nr\b)\.?"
)
_BEFORE_IDENTIFIER = (
    rf"(?:\b(?:{_IDENTIFIED})\b\.?[\s:#=\-]*(?:{_NUMBER_SIGN})?|\b(?:{_NUMBERED})\b\.?[\s\-]+(?:{_NUMBER_SIGN})|{_GERMAN}"
    r"|(?<!my )(?<!new )(?<!old )(?<!phone )(?<!cell )(?<!tel )(?<!tel)(?<!ph )(?<!ph)#|№"
    r"|\b(?!(?:t[ée]l|port|mob|fax|ligne|vert|whats|gsm|móvil|fijo|appel|rappel)[a-zà-ÿ]*)[a-zà-ÿ]{4,} n[°º]"
    r"|\bn[°º]\s?(?:de\s)?(?:client|commande|dossier|contrat|facture)"
    r"|(?:num[ée]ro (?:de )?(?:client|commande|contrat|dossier|facture)|n[úu]mero de (?:cliente|pedido|cuenta)))"
    r"[\s:#=.(|_]*(?:(?:is|ist|est|es|è|lautet)[\s:]+)?(?:[a-z]{0,3}-?|(?-i:[A-Z]{1,3} |[A-Z]{2,3}/)|[0-9]{2,4}[/\-])$"
)

_IDENTIFIER_BEHIND = (
    r"\s*(?:(?:is|was|ist|est|es|è)\s+(?:the|my|your|our|his|her|an?|die|der|le|la|mon|votre|el|su|mi)\s+|[(\[])"
    rf"(?:{_IDENTIFIED}|{_NUMBERED})\b(?!\s+(?:line|desk|hotline|department|team|enquiries))"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first asked for: the window's start has no text to search."""
    return re.compile(pattern, re.IGNORECASE)


def is_said_identifier(behind: str) -> bool:
    """Whether the words behind some digits say what they are: "… is the order number", "… (invoice)"."""
    return _compiled(_IDENTIFIER_BEHIND).match(behind) is not None


def names_identifier(before: str) -> bool:
    """Whether the words before some digits announce an order, an account or another identifier."""
    return _compiled(_BEFORE_IDENTIFIER).search(before) is not None
