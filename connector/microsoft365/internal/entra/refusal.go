package entra

import "cmp"

// These choose the message about a refusal by the number of its AADSTS error
// (learn.microsoft.com/entra/identity-platform/reference-error-codes) or by the error of
// the standard; it is empty for an unknown one.

// ofRefreshToken is what is said when a refresh token was refused.
func ofRefreshToken(code int, oauthError string) string {
	return cmp.Or(aadstsOfPeople(code), aadstsOfAnyone(code), ofOAuth(oauthError))
}

// ofSignIn is what is said when a sign-in was refused.
func ofSignIn(code int, oauthError string) string {
	id := cmp.Or(aadstsOfSignIns(code), aadstsOfPeople(code), aadstsOfAnyone(code))
	if id == "" && oauthError == "invalid_grant" {
		return "entra.code-refused"
	}
	return cmp.Or(id, ofOAuth(oauthError))
}

// ofApplication is what is said when an application was refused that signs in by itself.
func ofApplication(code int, oauthError string) string {
	if id := cmp.Or(aadstsOfApplications(code), aadstsOfAnyone(code)); id != "" {
		return id
	}
	switch oauthError {
	case "":
		return ""
	case "consent_required":
		return aadstsOfApplications(65001)
	case "invalid_client", "unauthorized_client", "invalid_resource", "invalid_scope", "temporarily_unavailable", "server_error":
		return ofOAuth(oauthError)
	default: // the standard's words speak of a sign-in or of a redirect URI
		return "entra.application-refused"
	}
}

// ofOAuth is what is said of an error of the standard (RFC 6749 sections 4.1.2.1 and
// 5.2, and Microsoft's additions).
func ofOAuth(oauthError string) string {
	switch oauthError {
	case "invalid_grant":
		return "entra.oauth.grant"
	case "interaction_required", "login_required":
		return "entra.oauth.interaction"
	case "consent_required":
		return "entra.oauth.consent"
	case "access_denied":
		return "entra.oauth.denied"
	case "invalid_client":
		return "entra.oauth.client"
	case "unauthorized_client":
		return "entra.oauth.unauthorized"
	case "invalid_resource", "invalid_scope":
		return "entra.oauth.scope"
	case "temporarily_unavailable", "server_error":
		return "entra.oauth.unavailable"
	case "invalid_request", "unsupported_grant_type", "unsupported_response_type":
		return "entra.oauth.request"
	default:
		return ""
	}
}

// aadstsOfPeople is what is said of a code to somebody who signs in, or whose refresh
// token is redeemed.
func aadstsOfPeople(code int) string {
	switch code {
	// The account.
	case 50020:
		return "entra.aadsts.foreign-account"
	case 50034:
		return "entra.aadsts.unknown-account"
	case 50053:
		return "entra.aadsts.locked"
	case 50055, 50144:
		return "entra.aadsts.password-expired"
	case 50057:
		return "entra.aadsts.account-disabled"
	case 50058:
		return "entra.aadsts.nobody"
	case 50105:
		return "entra.aadsts.not-assigned"
	case 50126:
		return "entra.aadsts.wrong-password"
	case 90072:
		return "entra.aadsts.other-tenant"

	// Multifactor authentication, devices, policies.
	case 50072, 50079:
		return "entra.aadsts.registration"
	case 50074, 50076:
		return "entra.aadsts.multifactor"
	case 50078:
		return "entra.aadsts.multifactor-expired"
	case 50158:
		return "entra.aadsts.external-check"
	case 50097, 53000, 53001:
		return "entra.aadsts.device"
	case 50131, 53003, 530032, 530035:
		return "entra.aadsts.policy"
	case 50135, 53004, 53011:
		return "entra.aadsts.risk"
	case 500021, 500022, 500212, 500213, 50002:
		return "entra.aadsts.tenant-restrictions"

	// The refresh token and the code.
	case 70000:
		return "entra.aadsts.refresh-token-invalid"
	case 70008, 700082:
		return "entra.aadsts.refresh-token-expired"
	case 70043:
		return "entra.aadsts.sign-in-frequency"
	case 50173:
		return "entra.aadsts.revoked"
	case 50132, 50133:
		return "entra.aadsts.password-changed"
	case 50089:
		return "entra.aadsts.slow"
	case 54005:
		return "entra.aadsts.code-used"
	case 501481:
		return "entra.aadsts.code-foreign"
	case 9002313:
		return "entra.aadsts.refresh-token-malformed"
	case 700084:
		return "entra.aadsts.single-page-token"
	case 9002326, 9002327:
		return "entra.aadsts.single-page-redirect"
	case 700005:
		return "entra.aadsts.code-tenant"

	// Consent and the application.
	case 65001:
		return "entra.aadsts.no-consent"
	case 65004:
		return "entra.aadsts.declined"
	case 90094:
		return "entra.aadsts.administrator-needed"
	case 90095:
		return "entra.aadsts.consent-requested"
	case 50011:
		return "entra.aadsts.redirect-uri"
	case 7000218:
		return "entra.aadsts.confidential-client"

	// The device code flow, which another program may have used with this account.
	case 70016:
		return "entra.aadsts.device-code-pending"
	case 70018:
		return "entra.aadsts.device-code-wrong"
	case 70019:
		return "entra.aadsts.device-code-expired"

	// What is repeated or not understood.
	case 50196:
		return "entra.aadsts.loop"
	case 900144, 90102:
		return "entra.aadsts.not-understood"
	default:
		return ""
	}
}

// aadstsOfAnyone is what is said of a code also when an application signs in by itself.
func aadstsOfAnyone(code int) string {
	switch code {
	// The application.
	case 65005, 650052, 650056, 650057:
		return "entra.aadsts.permissions-missing"
	case 50194:
		return "entra.aadsts.single-tenant"
	case 700016:
		return "entra.aadsts.unknown-application"
	case 70001, 7000112:
		return "entra.aadsts.application-disabled"
	case 700025:
		return "entra.aadsts.public-client"
	case 7000215, 70002:
		return "entra.aadsts.wrong-secret"
	case 700027, 700030:
		return "entra.aadsts.foreign-certificate"
	case 50013, 500133, 700024:
		return "entra.aadsts.clock"
	case 700021, 700023:
		return "entra.aadsts.assertion"
	case 7000229:
		return "entra.aadsts.not-added"
	case 7000222:
		return "entra.aadsts.secret-expired"

	// The endpoints.
	case 50059:
		return "entra.aadsts.no-tenant"
	case 90002, 90038, 900382:
		return "entra.aadsts.unknown-tenant"
	case 9001023, 90130:
		return "entra.aadsts.common"
	case 500011:
		return "entra.aadsts.unknown-graph"
	case 70011, 700022, 1002012:
		return "entra.aadsts.scopes"

	// The service.
	case 90006, 90024, 90033, 90090:
		return "entra.aadsts.unavailable"
	case 90055:
		return "entra.aadsts.throttled"
	default:
		return ""
	}
}

// aadstsOfSignIns is what is said of a code that means something else when the code of a
// sign-in is redeemed, or when the sign-in's page refuses, than for a refresh token.
func aadstsOfSignIns(code int) string {
	switch code {
	case 70000:
		return "entra.aadsts.sign-in.code-invalid"
	case 70008, 700082:
		return "entra.aadsts.sign-in.code-expired"
	case 9002313:
		return "entra.aadsts.sign-in.malformed"
	default:
		return ""
	}
}

// aadstsOfApplications is what else is said of a code when an application signs in by
// itself: there is no account, and nobody to sign in.
func aadstsOfApplications(code int) string {
	switch code {
	case 50131, 53003, 530032, 530035:
		return "entra.aadsts.application.policy"
	case 65001:
		return "entra.aadsts.application.no-consent"
	case 7000218:
		return "entra.aadsts.application.no-credential"
	case 7000229:
		return "entra.aadsts.application.not-added"
	case 50196:
		return "entra.aadsts.application.loop"
	case 900144, 90102, 9002313:
		return "entra.aadsts.application.not-understood"
	default:
		return ""
	}
}
