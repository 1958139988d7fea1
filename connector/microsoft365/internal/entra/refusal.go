package entra

import "cmp"

// These choose the message about a refusal by the number of its AADSTS error or by the error
// of the standard; it is empty for an unknown one.

// ofRefreshToken is what is said when a refresh token was refused.
func ofRefreshToken(code int, oauthError string) string {
	return cmp.Or(aadstsOfPeople[code], aadstsOfAnyone[code], ofOAuth(oauthError))
}

// ofSignIn is what is said when a sign-in was refused.
func ofSignIn(code int, oauthError string) string {
	id := cmp.Or(aadstsOfSignIns[code], aadstsOfPeople[code], aadstsOfAnyone[code])
	if id == "" && oauthError == "invalid_grant" {
		return "entra.code-refused"
	}
	return cmp.Or(id, ofOAuth(oauthError))
}

// ofApplication is what is said when an application was refused that signs in by itself.
func ofApplication(code int, oauthError string) string {
	if id := cmp.Or(aadstsOfApplications[code], aadstsOfAnyone[code]); id != "" {
		return id
	}
	switch oauthError {
	case "":
		return ""
	case "consent_required":
		return aadstsOfApplications[65001]
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
