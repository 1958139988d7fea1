package entra

// These are the messages about refusals by the numbers of their AADSTS errors
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).

// aadstsOfPeople is what is said of a code to somebody who signs in, or whose refresh
// token is redeemed.
var aadstsOfPeople = map[int]string{
	// The account.
	50020: "entra.aadsts.foreign-account",
	50034: "entra.aadsts.unknown-account",
	50053: "entra.aadsts.locked",
	50055: "entra.aadsts.password-expired",
	50144: "entra.aadsts.password-expired",
	50057: "entra.aadsts.account-disabled",
	50058: "entra.aadsts.nobody",
	50105: "entra.aadsts.not-assigned",
	50126: "entra.aadsts.wrong-password",
	90072: "entra.aadsts.other-tenant",

	// Multifactor authentication, devices, policies.
	50072:  "entra.aadsts.registration",
	50079:  "entra.aadsts.registration",
	50074:  "entra.aadsts.multifactor",
	50076:  "entra.aadsts.multifactor",
	50078:  "entra.aadsts.multifactor-expired",
	50158:  "entra.aadsts.external-check",
	50097:  "entra.aadsts.device",
	53000:  "entra.aadsts.device",
	53001:  "entra.aadsts.device",
	50131:  "entra.aadsts.policy",
	53003:  "entra.aadsts.policy",
	530032: "entra.aadsts.policy",
	530035: "entra.aadsts.policy",
	50135:  "entra.aadsts.risk",
	53004:  "entra.aadsts.risk",
	53011:  "entra.aadsts.risk",
	500021: "entra.aadsts.tenant-restrictions",
	500022: "entra.aadsts.tenant-restrictions",
	500212: "entra.aadsts.tenant-restrictions",
	500213: "entra.aadsts.tenant-restrictions",
	50002:  "entra.aadsts.tenant-restrictions",

	// The refresh token and the code.
	70000:   "entra.aadsts.refresh-token-invalid",
	70008:   "entra.aadsts.refresh-token-expired",
	700082:  "entra.aadsts.refresh-token-expired",
	70043:   "entra.aadsts.sign-in-frequency",
	50173:   "entra.aadsts.revoked",
	50132:   "entra.aadsts.password-changed",
	50133:   "entra.aadsts.password-changed",
	50089:   "entra.aadsts.slow",
	54005:   "entra.aadsts.code-used",
	501481:  "entra.aadsts.code-foreign",
	9002313: "entra.aadsts.refresh-token-malformed",
	700084:  "entra.aadsts.single-page-token",
	9002326: "entra.aadsts.single-page-redirect",
	9002327: "entra.aadsts.single-page-redirect",
	700005:  "entra.aadsts.code-tenant",

	// Consent and the application.
	65001:   "entra.aadsts.no-consent",
	65004:   "entra.aadsts.declined",
	90094:   "entra.aadsts.administrator-needed",
	90095:   "entra.aadsts.consent-requested",
	50011:   "entra.aadsts.redirect-uri",
	7000218: "entra.aadsts.confidential-client",

	// The device code flow, which another program may have used with this account.
	70016: "entra.aadsts.device-code-pending",
	70018: "entra.aadsts.device-code-wrong",
	70019: "entra.aadsts.device-code-expired",

	// What is repeated or not understood.
	50196:  "entra.aadsts.loop",
	900144: "entra.aadsts.not-understood",
	90102:  "entra.aadsts.not-understood",
}

// aadstsOfAnyone is what is said of a code also when an application signs in by itself.
var aadstsOfAnyone = map[int]string{
	// The application.
	65005:   "entra.aadsts.permissions-missing",
	650052:  "entra.aadsts.permissions-missing",
	650056:  "entra.aadsts.permissions-missing",
	650057:  "entra.aadsts.permissions-missing",
	50194:   "entra.aadsts.single-tenant",
	700016:  "entra.aadsts.unknown-application",
	70001:   "entra.aadsts.application-disabled",
	7000112: "entra.aadsts.application-disabled",
	700025:  "entra.aadsts.public-client",
	7000215: "entra.aadsts.wrong-secret",
	70002:   "entra.aadsts.wrong-secret",
	700027:  "entra.aadsts.foreign-certificate",
	700030:  "entra.aadsts.foreign-certificate",
	50013:   "entra.aadsts.clock",
	500133:  "entra.aadsts.clock",
	700024:  "entra.aadsts.clock",
	700021:  "entra.aadsts.assertion",
	700023:  "entra.aadsts.assertion",
	7000229: "entra.aadsts.not-added",
	7000222: "entra.aadsts.secret-expired",

	// The endpoints.
	50059:   "entra.aadsts.no-tenant",
	90002:   "entra.aadsts.unknown-tenant",
	90038:   "entra.aadsts.unknown-tenant",
	900382:  "entra.aadsts.unknown-tenant",
	9001023: "entra.aadsts.common",
	90130:   "entra.aadsts.common",
	500011:  "entra.aadsts.unknown-graph",
	70011:   "entra.aadsts.scopes",
	700022:  "entra.aadsts.scopes",
	1002012: "entra.aadsts.scopes",

	// The service.
	90006: "entra.aadsts.unavailable",
	90024: "entra.aadsts.unavailable",
	90033: "entra.aadsts.unavailable",
	90090: "entra.aadsts.unavailable",
	90055: "entra.aadsts.throttled",
}

// aadstsOfSignIns is what is said of a code that means something else when the code of a
// sign-in is redeemed, or when the sign-in's page refuses, than for a refresh token.
var aadstsOfSignIns = map[int]string{
	70000:   "entra.aadsts.sign-in.code-invalid",
	70008:   "entra.aadsts.sign-in.code-expired",
	700082:  "entra.aadsts.sign-in.code-expired",
	9002313: "entra.aadsts.sign-in.malformed",
}

// aadstsOfApplications is what else is said of a code when an application signs in by
// itself: there is no account, and nobody to sign in.
var aadstsOfApplications = map[int]string{
	50131:   "entra.aadsts.application.policy",
	53003:   "entra.aadsts.application.policy",
	530032:  "entra.aadsts.application.policy",
	530035:  "entra.aadsts.application.policy",
	65001:   "entra.aadsts.application.no-consent",
	7000218: "entra.aadsts.application.no-credential",
	7000229: "entra.aadsts.application.not-added",
	50196:   "entra.aadsts.application.loop",
	900144:  "entra.aadsts.application.not-understood",
	90102:   "entra.aadsts.application.not-understood",
	9002313: "entra.aadsts.application.not-understood",
}
