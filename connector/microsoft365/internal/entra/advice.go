package entra

import "slices"

// advised is what an administrator reads of one or more AADSTS codes.
type advised struct {
	codes           []int
	message, action string
}

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
		{
			[]int{50020},
			"The account belongs to another organization, or is a personal one, and is no member of this tenant.",
			"Sign in with a work account that belongs to the tenant; a guest of it mostly may not list its users.",
		},
		{[]int{50034}, "The account does not exist in this tenant.", "Check the spelling of the account and the tenant in the endpoints."},
		{
			[]int{50053},
			"The account is locked, or the sign-in came from an address that Microsoft distrusts.",
			"Wait and try again, or unblock the account; the sign-in log of the Microsoft Entra admin center says which.",
		},
		{
			[]int{50055, 50144},
			"The password of the account has expired.",
			"Change the password of the account, then sign in again with Generate...",
		},
		{[]int{50057}, "The account is disabled.", "Enable the account, or sign in with another one with Generate..."},
		{[]int{50058}, "Nobody is signed in.", generateAgain},
		{
			[]int{50105},
			"The account is not assigned to the application, and the application requires an assignment.",
			"In the Microsoft Entra admin center, under Enterprise applications, assign the account, or set Assignment required to No.",
		},
		{[]int{50126}, "The user name or the password is wrong.", "Sign in again and type them anew."},
		{
			[]int{90072},
			"The account comes from another tenant and cannot use this application here.",
			"Sign in with a member account of the tenant.",
		},

		// Multifactor authentication, devices, policies.
		{
			[]int{50072, 50079},
			"The account has to register for multifactor authentication first.",
			"Sign in with Generate... and follow the registration.",
		},
		{
			[]int{50074, 50076},
			"Microsoft wants multifactor authentication, because of a policy or a new location.",
			"Sign in again with Generate... and pass it. For imports on a schedule, consider excluding this account or application from the " +
				"policy.",
		},
		{[]int{50078}, "The multifactor authentication of the sign-in has expired.", generateAgain},
		{[]int{50158}, "A check of a provider outside Microsoft has not been passed.", "Sign in again with Generate... and finish that check."},
		{
			[]int{50097, 53000, 53001},
			"A policy lets the account sign in only from a registered, compliant or domain-joined device.",
			"Sign in on such a device with your own browser, or adjust the Conditional Access policy for this application.",
		},
		{[]int{50131, 53003, 530032, 530035}, "A Conditional Access or security policy of the organization blocks the sign-in.", askConditional},
		{
			[]int{50135, 53004, 53011},
			"The account is considered at risk, so the sign-in is blocked.",
			"Have the risk remediated in Microsoft Entra ID Protection, then sign in again with Generate...",
		},
		{[]int{500021, 500022, 500212, 500213, 50002}, "A restriction of the network, or a cross-tenant policy, does not let the account " +
			"reach this tenant.", "Ask the network's administrator about tenant restrictions, and the tenants' administrators about " +
			"cross-tenant access."},

		// The refresh token and the code.
		{[]int{70000}, "The refresh token is not valid.", generateAgain},
		{
			[]int{70008, 700082},
			"The refresh token has expired: a connection that runs no import for 90 days loses its sign-in.",
			"Sign in again with Generate..., and schedule the import more often than every 90 days.",
		},
		{
			[]int{70043},
			"The refresh token has ended, because a policy asks for a new sign-in from time to time.",
			"Sign in again with Generate... For imports on a schedule, ask for an exemption of this account from the sign-in frequency.",
		},
		{[]int{50173}, "The refresh token was revoked: the password was changed, or the account's sessions were ended.", generateAgain},
		{[]int{50132, 50133}, "The sign-in has ended, because the password of the account was changed or has expired.", generateAgain},
		{[]int{50089}, "The sign-in took too long.", "Sign in again, within ten minutes."},
		{[]int{54005}, "The authorization code has been used already.", "Sign in again; an address can be pasted only once."},
		{[]int{501481}, "The authorization code belongs to another sign-in.", "Sign in again, and finish the newest sign-in page only."},
		{
			[]int{9002313},
			"The refresh token is malformed; mostly it was pasted in part.",
			"Sign in again with Generate... instead of pasting a refresh token.",
		},
		{
			[]int{700084},
			"The refresh token was issued to a single-page application and ended after 24 hours.",
			"In the app registration, register the redirect URI under Mobile and desktop applications; then sign in again with Generate...",
		},
		{
			[]int{9002326, 9002327},
			"The redirect URI is registered for a single-page application.",
			"In the app registration, register it under Mobile and desktop applications.",
		},
		{
			[]int{700005},
			"The authorization code was given out for another tenant than it was redeemed at.",
			"Use the same tenant in the authorization endpoint and the token endpoint.",
		},

		// Consent and the application.
		{
			[]int{65001},
			"Nobody has consented to the permissions of the application.",
			"Sign in with Generate... as an administrator and accept the permissions.",
		},
		{[]int{65004}, "The requested permissions were declined.", "Sign in again and accept them."},
		{
			[]int{90094},
			"Only an administrator can consent to the permissions of the application.",
			"Have an administrator sign in with Generate...",
		},
		{
			[]int{90095},
			"Only an administrator can consent to the permissions; a request has been sent.",
			"Sign in again with Generate... when an administrator has approved the request.",
		},
		{
			[]int{50011},
			"The redirect URI is not one of the application's.",
			"Enter the redirect URI exactly as the app registration has it, capital letters included.",
		},
		{
			[]int{7000218},
			"Microsoft wants a client secret or a certificate, because the application is registered as a confidential client.",
			"In the app registration, register the redirect URI under Mobile and desktop applications, or set Allow public client flows to Yes.",
		},

		// The device code flow, which another program may have used with this account.
		{[]int{70016}, "The sign-in on the other device is not finished.", generateAgain},
		{[]int{70018}, "The device code is wrong.", generateAgain},
		{[]int{70019}, "The device code has expired.", generateAgain},

		// What is repeated or not understood.
		{
			[]int{50196},
			"Microsoft has seen the same request too often and takes it for a loop.",
			"Wait some minutes before the next try, and check that no other program uses this connection's sign-in.",
		},
		{[]int{900144, 90102}, "Microsoft did not understand the request.", reportIt},
	}
}

// aadstsOfAnyone are the codes of which the same is said when an application
// signs in by itself.
func aadstsOfAnyone() []advised {
	return []advised{
		// The application.
		{[]int{65005, 650052, 650056, 650057}, "The app registration lacks the permissions that were asked for, or the tenant lacks the " +
			"service.", "In the app registration, add the Microsoft Graph permissions Directory.Read.All and Reports.Read.All."},
		{
			[]int{50194},
			"The application belongs to one tenant only, but the endpoints are for all (/common).",
			"Replace common in the endpoints by your tenant's ID or domain.",
		},
		{
			[]int{700016},
			"The tenant does not know the application.",
			"Check the application (client) ID, the cloud and the tenant in the endpoints; an administrator has to consent first.",
		},
		{
			[]int{70001, 7000112},
			"The application is disabled in the tenant.",
			"Enable it in the Microsoft Entra admin center, under Enterprise applications.",
		},
		{
			[]int{700025},
			"The application is a public client, which must not send a client secret.",
			"Use the flow Authorization Code, or register the application as a confidential client.",
		},
		{
			[]int{7000215, 70002},
			"The client secret is wrong.",
			"Enter the secret's value, not its ID; if the value is lost, create a new secret in the app registration.",
		},
		{
			[]int{700027, 700030},
			"The certificate is not one of the app registration's.",
			"In the app registration, under Certificates & secrets, upload the certificate whose thumbprint the connection shows.",
		},
		{
			[]int{50013, 500133, 700024},
			"Microsoft takes the signed request for too old or too new.",
			"Set the clock of this computer, best by synchronizing it over the network.",
		},
		{
			[]int{700021, 700023},
			"The signed request does not fit the application or the token endpoint.",
			"Check the application (client) ID, the tenant in the token endpoint and the cloud.",
		},
		{
			[]int{7000229},
			"The application has not been added to the tenant.",
			"Have an administrator of the tenant consent to the application; Copy consent link, in the menu beside Generate..., gives the address.",
		},
		{[]int{7000222}, "The client secret has expired.", "Create a new secret in the app registration and enter its value."},

		// The endpoints.
		{[]int{50059}, "The request does not say which tenant is meant.", "Replace common in the endpoints by your tenant's ID or domain."},
		{
			[]int{90002, 90038, 900382},
			"The tenant does not exist in this cloud.",
			"Check the tenant in the endpoints, and the cloud of the connection.",
		},
		{
			[]int{9001023, 90130},
			"The flow does not work with the endpoints for all tenants (/common, /consumers).",
			"Replace that part of the token endpoint by your tenant's ID or domain.",
		},
		{
			[]int{500011},
			"The tenant does not know the Microsoft Graph of this address.",
			"Check that the cloud, the Graph endpoint and the tenant belong together.",
		},
		{
			[]int{70011, 700022, 1002012},
			"The requested permissions are not valid together.",
			"Check that the Graph endpoint is the one of the connection's cloud.",
		},

		// The service.
		{[]int{90006, 90024, 90033, 90090}, "Microsoft's sign-in service is not available at the moment.", tryLater},
		{[]int{90055}, "The tenant has sent too many requests for a token.", tryLater},
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
		{[]int{70000}, "The authorization code of the sign-in is not valid.", signInWhole},
		{[]int{70008, 700082}, "The authorization code of the sign-in has expired: it is good for ten minutes.", signInWhole},
		{
			[]int{9002313},
			"The request of the sign-in was malformed; mostly the address that was pasted was cut.",
			"Sign in again, and paste the whole address; if it happens again, check the endpoints and the redirect URI of the connection.",
		},
	}
}

// aadstsOfApplications are the codes of which something else is said when an
// application signs in by itself: there is no account, and nobody to sign in.
func aadstsOfApplications() []advised {
	return []advised{
		{
			[]int{50131, 53003, 530032, 530035},
			"A Conditional Access or security policy of the organization blocks the application.",
			"Look at the service principal sign-ins in the sign-in log of the Microsoft Entra admin center for the policy; meet it, or exclude " +
				"this application from it.",
		},
		{
			[]int{65001},
			"Nobody has consented to the permissions of the application.",
			"In the app registration, under API permissions, add the application permissions Directory.Read.All and Reports.Read.All to " +
				"Microsoft Graph and grant admin consent.",
		},
		{
			[]int{7000218},
			"Microsoft wants a client secret or a certificate.",
			"Edit the connection and enter a client secret, or choose a certificate.",
		},
		{
			[]int{7000229},
			"The application has not been added to the tenant.",
			"Have an administrator of the tenant open the application's consent link, which the command connection consent-link prints.",
		},
		{
			[]int{50196},
			"Microsoft has seen the same request too often and takes it for a loop.",
			"Wait some minutes before the next try, and check that no other program uses this application's secret or certificate.",
		},
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
