package entra

import "slices"

// advised is what an administrator reads of one or more AADSTS codes.
type advised struct {
	codes           []int
	message, action string
}

// on is what is said of the codes.
func on(message, action string, codes ...int) advised { return advised{codes, message, action} }

const (
	generateAgain  = "Edit the connection and sign in again with Generate..."
	askConditional = "Look at the sign-in log of the Microsoft Entra admin center, tab Conditional Access, for the policy; meet it, or " +
		"exclude this account or application from it."
	tryLater = "Try again in some minutes; look at the service health in the Microsoft 365 admin center when it persists."
	reportIt = "Sign in again with Generate... If it happens again, report the reference below."
)

// aadsts lists the codes that administrators see
// (learn.microsoft.com/entra/identity-platform/reference-error-codes), in the
// program's own words.
func aadsts() []advised { return slices.Concat(aadstsOfPeople(), aadstsOfAnyone()) }

// aadstsOfPeople are the codes with what is said to somebody who signs in, or
// whose refresh token is redeemed.
func aadstsOfPeople() []advised {
	return []advised{
		// The account.
		on("The account belongs to another organization, or is a personal one, and is no member of this tenant.",
			"Sign in with a work account that belongs to the tenant; a guest of it mostly may not list its users.", 50020),
		on("The account does not exist in this tenant.", "Check the spelling of the account and the tenant in the endpoints.", 50034),
		on("The account is locked, or the sign-in came from an address that Microsoft distrusts.",
			"Wait and try again, or unblock the account; the sign-in log of the Microsoft Entra admin center says which.", 50053),
		on("The password of the account has expired.", "Change the password of the account, then sign in again with Generate...", 50055, 50144),
		on("The account is disabled.", "Enable the account, or sign in with another one with Generate...", 50057),
		on("Nobody is signed in.", generateAgain, 50058),
		on("The account is not assigned to the application, and the application requires an assignment.",
			"In the Microsoft Entra admin center, under Enterprise applications, assign the account, or set Assignment "+
				"required to No.", 50105),
		on("The user name or the password is wrong.", "Sign in again and type them anew.", 50126),
		on("The account comes from another tenant and cannot use this application here.", "Sign in with a member account of the tenant.", 90072),

		// Multifactor authentication, devices, policies.
		on("The account has to register for multifactor authentication first.",
			"Sign in with Generate... and follow the registration.", 50072, 50079),
		on("Microsoft wants multifactor authentication, because of a policy or a new location.",
			"Sign in again with Generate... and pass it. For imports on a schedule, consider excluding this account or "+
				"application from the policy.", 50074, 50076),
		on("The multifactor authentication of the sign-in has expired.", generateAgain, 50078),
		on("A check of a provider outside Microsoft has not been passed.", "Sign in again with Generate... and finish that check.", 50158),
		on("A policy lets the account sign in only from a registered, compliant or domain-joined device.",
			"Sign in on such a device with your own browser, or adjust the Conditional Access policy for this "+
				"application.", 50097, 53000, 53001),
		on("A Conditional Access or security policy of the organization blocks the sign-in.", askConditional, 50131, 53003, 530032, 530035),
		on("The account is considered at risk, so the sign-in is blocked.",
			"Have the risk remediated in Microsoft Entra ID Protection, then sign in again with Generate...", 50135, 53004, 53011),
		on("A restriction of the network, or a cross-tenant policy, does not let the account reach this tenant.",
			"Ask the network's administrator about tenant restrictions, and the tenants' administrators about "+
				"cross-tenant access.", 500021, 500022, 500212, 500213, 50002),

		// The refresh token and the code.
		on("The refresh token is not valid.", generateAgain, 70000),
		on("The refresh token has expired: a connection that runs no import for 90 days loses its sign-in.",
			"Sign in again with Generate..., and schedule the import more often than every 90 days.", 70008, 700082),
		on("The refresh token has ended, because a policy asks for a new sign-in from time to time.",
			"Sign in again with Generate... For imports on a schedule, ask for an exemption of this account from the "+
				"sign-in frequency.", 70043),
		on("The refresh token was revoked: the password was changed, or the account's sessions were ended.", generateAgain, 50173),
		on("The sign-in has ended, because the password of the account was changed or has expired.", generateAgain, 50132, 50133),
		on("The sign-in took too long.", "Sign in again, within ten minutes.", 50089),
		on("The authorization code has been used already.", "Sign in again; an address can be pasted only once.", 54005),
		on("The authorization code belongs to another sign-in.", "Sign in again, and finish the newest sign-in page only.", 501481),
		on("The refresh token is malformed; mostly it was pasted in part.",
			"Sign in again with Generate... instead of pasting a refresh token.", 9002313),
		on("The refresh token was issued to a single-page application and ended after 24 hours.",
			"In the app registration, register the redirect URI under Mobile and desktop applications; then sign in again "+
				"with Generate...", 700084),
		on("The redirect URI is registered for a single-page application.",
			"In the app registration, register it under Mobile and desktop applications.", 9002326, 9002327),
		on("The authorization code was given out for another tenant than it was redeemed at.",
			"Use the same tenant in the authorization endpoint and the token endpoint.", 700005),

		// Consent and the application.
		on("Nobody has consented to the permissions of the application.",
			"Sign in with Generate... as an administrator and accept the permissions.", 65001),
		on("The requested permissions were declined.", "Sign in again and accept them.", 65004),
		on("Only an administrator can consent to the permissions of the application.", "Have an administrator sign in with Generate...", 90094),
		on("Only an administrator can consent to the permissions; a request has been sent.",
			"Sign in again with Generate... when an administrator has approved the request.", 90095),
		on("The redirect URI is not one of the application's.",
			"Enter the redirect URI exactly as the app registration has it, capital letters included.", 50011),
		on("Microsoft wants a client secret or a certificate, because the application is registered as a confidential client.",
			"In the app registration, register the redirect URI under Mobile and desktop applications, or set Allow "+
				"public client flows to Yes.", 7000218),

		// The device code flow, which another program may have used with this account.
		on("The sign-in on the other device is not finished.", generateAgain, 70016),
		on("The device code is wrong.", generateAgain, 70018),
		on("The device code has expired.", generateAgain, 70019),

		// What is repeated or not understood.
		on("Microsoft has seen the same request too often and takes it for a loop.",
			"Wait some minutes before the next try, and check that no other program uses this connection's sign-in.", 50196),
		on("Microsoft did not understand the request.", reportIt, 900144, 90102),
	}
}

// aadstsOfAnyone are the codes of which the same is said when an application
// signs in by itself.
func aadstsOfAnyone() []advised {
	return []advised{
		// The application.
		on("The app registration lacks the permissions that were asked for, or the tenant lacks the service.",
			"In the app registration, add the Microsoft Graph permissions Directory.Read.All and Reports.Read.All.", 65005, 650052, 650056, 650057),
		on("The application belongs to one tenant only, but the endpoints are for all (/common).",
			"Replace common in the endpoints by your tenant's ID or domain.", 50194),
		on("The tenant does not know the application.",
			"Check the application (client) ID, the cloud and the tenant in the endpoints; an administrator has to "+
				"consent first.", 700016),
		on("The application is disabled in the tenant.",
			"Enable it in the Microsoft Entra admin center, under Enterprise applications.", 70001, 7000112),
		on("The application is a public client, which must not send a client secret.",
			"Use the flow Authorization Code, or register the application as a confidential client.", 700025),
		on("The client secret is wrong.",
			"Enter the secret's value, not its ID; if the value is lost, create a new secret in the app registration.", 7000215, 70002),
		on("The certificate is not one of the app registration's.",
			"In the app registration, under Certificates & secrets, upload the certificate whose thumbprint the "+
				"connection shows.", 700027, 700030),
		on("Microsoft takes the signed request for too old or too new.",
			"Set the clock of this computer, best by synchronizing it over the network.", 50013, 500133, 700024),
		on("The signed request does not fit the application or the token endpoint.",
			"Check the application (client) ID, the tenant in the token endpoint and the cloud.", 700021, 700023),
		on("The application has not been added to the tenant.",
			"Have an administrator of the tenant consent to the application; Copy consent link, in the menu beside "+
				"Generate..., gives the address.", 7000229),
		on("The client secret has expired.", "Create a new secret in the app registration and enter its value.", 7000222),

		// The endpoints.
		on("The request does not say which tenant is meant.", "Replace common in the endpoints by your tenant's ID or domain.", 50059),
		on("The tenant does not exist in this cloud.",
			"Check the tenant in the endpoints, and the cloud of the connection.", 90002, 90038, 900382),
		on("The flow does not work with the endpoints for all tenants (/common, /consumers).",
			"Replace that part of the token endpoint by your tenant's ID or domain.", 9001023, 90130),
		on("The tenant does not know the Microsoft Graph of this address.",
			"Check that the cloud, the Graph endpoint and the tenant belong together.", 500011),
		on("The requested permissions are not valid together.",
			"Check that the Graph endpoint is the one of the connection's cloud.", 70011, 700022, 1002012),

		// The service.
		on("Microsoft's sign-in service is not available at the moment.", tryLater, 90006, 90024, 90033, 90090),
		on("The tenant has sent too many requests for a token.", tryLater, 90055),
	}
}

// adviseCode returns the sentences of a list for an AADSTS code; nothing for an
// unknown one.
func adviseCode(list []advised, code int) (message, action string) {
	for _, a := range list {
		if slices.Contains(a.codes, code) {
			return a.message, a.action
		}
	}
	return "", ""
}

// adviseOAuth returns the sentences for an error of the standard (RFC 6749
// sections 4.1.2.1 and 5.2, and Microsoft's additions).
func adviseOAuth(oauthError string) (message, action string) {
	switch oauthError {
	case "invalid_grant":
		return "Microsoft no longer accepts the sign-in of this connection.", generateAgain
	case "interaction_required", "login_required":
		return "Microsoft wants somebody to sign in again.", generateAgain
	case "consent_required":
		return "The permissions of the application have not been consented to.", "Sign in with Generate... as an administrator and accept " +
			"the permissions."
	case "access_denied":
		return "The sign-in was cancelled, or the permissions were declined.", "Sign in again and accept the permissions."
	case "invalid_client":
		return "Microsoft does not accept the application, its secret or its certificate.", "Check the application (client) ID and the " +
			"client secret or certificate against the app registration."
	case "unauthorized_client":
		return "The tenant does not know the application, or does not allow it this flow.", "Check the application (client) ID and the app " +
			"registration."
	case "invalid_resource", "invalid_scope":
		return "Microsoft does not know the requested permissions in this tenant.", "Check that the cloud, the Graph endpoint and the " +
			"tenant belong together."
	case "temporarily_unavailable", "server_error":
		return "Microsoft's sign-in service is not available at the moment.", tryLater
	case "invalid_request", "unsupported_grant_type", "unsupported_response_type":
		return "Microsoft did not accept the request.", "Check the endpoints and the redirect URI of the connection against the app registration."
	default:
		return "", ""
	}
}

const (
	// checkRegistration is what can be done for an application that signs in by
	// itself, for which nobody can press Generate...
	checkRegistration = "Check the application (client) ID, its client secret or certificate and the tenant in the token endpoint " +
		"against the app registration."
	// signInWhole is what helps when a code was cut or has ended.
	signInWhole = "Sign in again; where an address has to be pasted, paste it at once and whole, as the address bar shows it."
)

// aadstsOfSignIns are the codes that mean something else when the code of a
// sign-in is redeemed, or when the sign-in's page refuses, than for a refresh token.
func aadstsOfSignIns() []advised {
	return []advised{
		on("The authorization code of the sign-in is not valid.", signInWhole, 70000),
		on("The authorization code of the sign-in has expired: it is good for ten minutes.", signInWhole, 70008, 700082),
		on("The request of the sign-in was malformed; mostly the address that was pasted was cut.",
			"Sign in again, and paste the whole address; if it happens again, check the endpoints and the redirect URI of "+
				"the connection.", 9002313),
	}
}

// aadstsOfApplications are the codes of which something else is said when an
// application signs in by itself: there is no account, and nobody to sign in.
func aadstsOfApplications() []advised {
	return []advised{
		on("A Conditional Access or security policy of the organization blocks the application.",
			"Look at the service principal sign-ins in the sign-in log of the Microsoft Entra admin center for the "+
				"policy; meet it, or exclude this application from it.", 50131, 53003, 530032, 530035),
		on("Nobody has consented to the permissions of the application.",
			"In the app registration, under API permissions, add the application permissions Directory.Read.All and "+
				"Reports.Read.All to Microsoft Graph and grant admin consent.", 65001),
		on("Microsoft wants a client secret or a certificate.",
			"Edit the connection and enter a client secret, or choose a certificate.", 7000218),
		on("The application has not been added to the tenant.",
			"Have an administrator of the tenant open the application's consent link, which the command connection "+
				"consent-link prints.", 7000229),
		on("Microsoft has seen the same request too often and takes it for a loop.",
			"Wait some minutes before the next try, and check that no other program uses this application's secret or "+
				"certificate.", 50196),
		on("Microsoft did not understand the request.", checkRegistration, 900144, 90102, 9002313),
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
