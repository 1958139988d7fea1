package entra

import "slices"

const (
	// checkRegistration is what can be done for an application that signs in by
	// itself, for which nobody can press Generate...
	checkRegistration = "Check the application (client) ID, its client secret or certificate and the tenant in the token endpoint against the app registration."
	// signInWhole is what helps when a code was cut or has ended.
	signInWhole = "Sign in again; where an address has to be pasted, paste it at once and whole, as the address bar shows it."
)

// aadstsOfSignIns are the codes that mean something else when the code of a
// sign-in is redeemed, or when the sign-in's page refuses, than for a refresh token.
func aadstsOfSignIns() []advised {
	return []advised{
		{[]int{70000}, "The authorization code of the sign-in is not valid.", signInWhole},
		{[]int{70008, 700082}, "The authorization code of the sign-in has expired: it is good for ten minutes.", signInWhole},
		{[]int{9002313}, "The request of the sign-in was malformed; mostly the address that was pasted was cut.", "Sign in again, and paste the whole address; if it happens again, check the endpoints and the redirect URI of the connection."},
	}
}

// aadstsOfApplications are the codes of which something else is said when an
// application signs in by itself: there is no account, and nobody to sign in.
func aadstsOfApplications() []advised {
	return []advised{
		{[]int{50131, 53003, 530032, 530035}, "A Conditional Access or security policy of the organization blocks the application.", "Look at the service principal sign-ins in the sign-in log of the Microsoft Entra admin center for the policy; meet it, or exclude this application from it."},
		{[]int{65001}, "Nobody has consented to the permissions of the application.", "In the app registration, under API permissions, add the application permissions Directory.Read.All and Reports.Read.All to Microsoft Graph and grant admin consent."},
		{[]int{7000218}, "Microsoft wants a client secret or a certificate.", "Edit the connection and enter a client secret, or choose a certificate."},
		{[]int{7000229}, "The application has not been added to the tenant.", "Have an administrator of the tenant open the application's consent link, which the command connection consent-link prints."},
		{[]int{50196}, "Microsoft has seen the same request too often and takes it for a loop.", "Wait some minutes before the next try, and check that no other program uses this application's secret or certificate."},
		{[]int{900144, 90102, 9002313}, "Microsoft did not understand the request.", checkRegistration},
	}
}

// adviseApplication returns the sentences for a refusal of an application that
// signs in by itself; nothing for an unknown one.
func adviseApplication(code int, oauthError string) (message, action string) {
	if message, action = adviseCode(slices.Concat(aadstsOfApplications(), aadstsOfAnyone()), code); message != "" {
		return message, action
	}
	switch oauthError {
	case "":
		return "", ""
	case "consent_required":
		return adviseCode(aadstsOfApplications(), 65001)
	case "invalid_client", "unauthorized_client", "invalid_resource", "invalid_scope", "temporarily_unavailable", "server_error":
		return adviseOAuth(oauthError)
	default: // the standard's words speak of a sign-in or of a redirect URI
		return "Microsoft did not give the application a token.", checkRegistration
	}
}

// adviseSignIn returns the sentences for a refusal of a sign-in.
func adviseSignIn(code int, oauthError string) (message, action string) {
	if message, action = adviseCode(slices.Concat(aadstsOfSignIns(), aadsts()), code); message != "" {
		return message, action
	}
	if oauthError == "invalid_grant" {
		return "Microsoft does not accept the authorization code of this sign-in.", signInWhole
	}
	return adviseOAuth(oauthError)
}

// adviseRefreshToken returns the sentences for a refusal of a refresh token.
func adviseRefreshToken(code int, oauthError string) (message, action string) {
	if message, action = adviseCode(aadsts(), code); message != "" {
		return message, action
	}
	return adviseOAuth(oauthError)
}
