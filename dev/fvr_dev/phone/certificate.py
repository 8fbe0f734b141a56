"""A certificate of this machine's own: phones give position, camera and offline only to HTTPS pages."""
import datetime
import ipaddress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: iPhones refuse certificates that are good for longer.
_LEAF_DAYS = 800
_CA_DAYS = 3650


class Certificates:
    """Files in ``folder``: an authority made once, so that a phone has to trust it once, and what it signs."""

    def __init__(self, folder):
        self.authority, self._authority_key = folder / "authority.crt", folder / "authority.key"
        self.certificate, self.key = folder / "phone.crt", folder / "phone.key"
        self._folder = folder

    def make_for(self, address):
        """Make a certificate for the IP ``address``, and the authority when there is none."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._authority_key.exists():
            self._make_authority()
        issuer = x509.load_pem_x509_certificate(self.authority.read_bytes())
        issuer_key = serialization.load_pem_private_key(self._authority_key.read_bytes(), None)
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        signed = (_builder(address, issuer.subject, key, _LEAF_DAYS)
                  .add_extension(names, critical=False)
                  .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                  .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
                  .add_extension(_authority_of(issuer_key), critical=False)
                  .sign(issuer_key, hashes.SHA256()))
        _write(self.certificate, signed.public_bytes(serialization.Encoding.PEM))
        _write(self.key, _private(key))

    def _make_authority(self):
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Field Visits demo on this machine")
        signed = (_builder(name.rfc4514_string(), name, key, _CA_DAYS, subject=name)
                  .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
                  .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
                  .sign(key, hashes.SHA256()))
        _write(self.authority, signed.public_bytes(serialization.Encoding.PEM))
        _write(self._authority_key, _private(key))


def _builder(name, issuer, key, days, subject=None):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (x509.CertificateBuilder().subject_name(subject or _name(name)).issuer_name(issuer)
            .public_key(key.public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=days)))


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _authority_of(issuer_key):
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())


def _private(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())


def _write(path, content):
    path.touch(mode=0o600)
    path.write_bytes(content)
