from . import phone, sign_in
