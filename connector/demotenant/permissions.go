package demotenant

import (
	"slices"
	"strings"
	"sync"
)

// permission is a delegated permission of Microsoft Graph, as the consent page
// and the portal describe it (learn.microsoft.com/graph/permissions-reference).
type permission struct {
	name string
	// Title and Description are shown on the consent page.
	Title, Description string
	adminOnly          bool
}

var permissions = [...]permission{
	{"Directory.Read.All", "Read directory data", "Allows the app to read data in your organization's directory, such as users, groups and apps.", true},
	{"Reports.Read.All", "Read all usage reports", "Allows an app to read all service usage reports on behalf of the signed-in user. Services that provide usage reports include Microsoft 365 and Azure Active Directory.", true},
	{"ReportSettings.Read.All", "Read admin report settings", "Allows the app to read admin report settings, such as whether to display concealed information in reports, on your behalf.", true},
	{"AuditLog.Read.All", "Read audit log data", "Allows the app to read and query your audit log activities, on your behalf.", true},
	{"Organization.Read.All", "Read organization information", "Allows the app to read the organization and related resources, on your behalf.", true},
	{"Group.Read.All", "Read all groups", "Allows the app to list groups, and to read their properties and all group memberships on your behalf.", true},
	{"User.Read.All", "Read all users' full profiles", "Allows the app to read the full set of profile properties of other users in your organization, on your behalf.", true},
	{"User.Read", "Sign you in and read your profile", "Allows you to sign in to the app with your organizational account and let the app read your profile.", false},
	{"offline_access", "Maintain access to data you have given it access to", "Allows the app to see and update the data you gave it access to, even when you are not currently using the app. This does not give the app any additional permissions.", false},
	{"openid", "Sign you in", "Allows you to sign in to the app with your work or school account and allows the app to read your basic profile information.", false},
	{"profile", "View your basic profile", "Allows the app to see your basic profile (e.g., name, picture, user name, email address).", false},
	{"email", "View your email address", "Allows the app to read your primary email address.", false},
}

func permissionNamed(name string) (permission, bool) {
	i := slices.IndexFunc(permissions[:], func(p permission) bool { return strings.EqualFold(p.name, name) })
	if i < 0 {
		return permission{}, false
	}
	return permissions[i], true
}

// registeredPermissions are what .default stands for in a delegated flow.
var registeredPermissions = []string{"Directory.Read.All", "Reports.Read.All"}

// defaultScope asks for everything that is registered.
const defaultScope = ".default"

// scope is one requested permission. Asked is how the request spelled it, which
// is how the answer spells it.
type scope struct {
	Asked string `json:"a"`
	Name  string `json:"n"`
}

func isOpenID(name string) bool {
	switch name {
	case "openid", "profile", "email", "offline_access":
		return true
	default:
		return false
	}
}

// parseScopes reads the scopes of a request; graph is the address of Graph,
// which scopes of Graph may carry.
func parseScopes(text, graph string) ([]scope, *oauthError) {
	var scopes []scope
	for _, asked := range strings.Fields(text) {
		name := asked
		if at := strings.LastIndexByte(asked, '/'); at >= 0 {
			resource := strings.TrimSuffix(asked[:at], "/")
			if name = asked[at+1:]; !strings.EqualFold(resource, graph) {
				return nil, errorf(500011, "The resource principal named %s was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.", resource)
			}
		}
		if name == defaultScope {
			scopes = append(scopes, scope{asked, defaultScope})
			continue
		}
		known, found := permissionNamed(name)
		if !found {
			return nil, errorf(70011, "The provided value for the input parameter 'scope' is not valid. The scope %s is not valid.", asked)
		}
		scopes = append(scopes, scope{asked, known.name})
	}
	if err := checkDefault(scopes); err != nil {
		return nil, err
	}
	return scopes, nil
}

// checkDefault refuses .default together with named permissions.
func checkDefault(scopes []scope) *oauthError {
	named := func(s scope) bool { return s.Name != defaultScope && !isOpenID(s.Name) }
	if holds(scopes, defaultScope) && slices.ContainsFunc(scopes, named) {
		return errorf(70011, "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. .default scope can't be combined with resource-specific scopes.")
	}
	return nil
}

func holds(scopes []scope, name string) bool {
	return slices.ContainsFunc(scopes, func(s scope) bool { return s.Name == name })
}

// expand replaces .default by what is registered, and drops what is withheld.
func (t *Tenant) expand(scopes []scope) []scope {
	var all []scope
	for _, s := range scopes {
		if s.Name == defaultScope {
			for _, name := range registeredPermissions {
				all = append(all, scope{strings.TrimSuffix(s.Asked, defaultScope) + name, name})
			}
			continue
		}
		all = append(all, s)
	}
	return slices.DeleteFunc(all, func(s scope) bool { return slices.Contains(t.options.Withhold, s.Name) })
}

// everybody as the user of a consent means the whole organization.
const everybody = -1

// consents remembers who has agreed to what.
type consents struct {
	mutex sync.Mutex
	given map[consent]bool
}

type consent struct {
	client string
	user   int
	name   string
}

func (c *consents) give(client string, user int, scopes []scope) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.given == nil {
		c.given = map[consent]bool{}
	}
	for _, s := range scopes {
		c.given[consent{strings.ToLower(client), user, s.Name}] = true
	}
}

// covers says whether a user, or somebody for all, has agreed to all scopes.
func (c *consents) covers(client string, user int, scopes []scope) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	client = strings.ToLower(client)
	for _, s := range scopes {
		if !c.given[consent{client, user, s.Name}] && !c.given[consent{client, everybody, s.Name}] {
			return false
		}
	}
	return true
}

func (c *consents) withdraw() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.given = nil
}
