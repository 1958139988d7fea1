package signin

import (
	"slices"
	"strings"

	"inventorybeacon/connector/demotenant/internal/data"
)

// permission is a delegated permission of Microsoft Graph, as the consent page
// and the portal describe it (learn.microsoft.com/graph/permissions-reference).
type permission struct {
	Name, Title, Description string
	// AdminOnly says that only an administrator can consent.
	AdminOnly bool
}

var permissions = data.Read[[]permission]("permissions.json")

func permissionNamed(name string) (permission, bool) {
	i := slices.IndexFunc(permissions, func(p permission) bool { return strings.EqualFold(p.Name, name) })
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

// openIDScopes are those of OpenID Connect, which need no permission.
var openIDScopes = []string{"openid", "profile", "email", "offline_access"}

func isOpenID(name string) bool { return slices.Contains(openIDScopes, name) }

// parseScopes reads the scopes of a request; graph is the address of Graph,
// which scopes of Graph may carry.
func parseScopes(text, graph string) ([]scope, *oauthError) {
	var scopes []scope
	for _, asked := range strings.Fields(text) {
		name := asked
		if at := strings.LastIndexByte(asked, '/'); at >= 0 {
			resource := strings.TrimSuffix(asked[:at], "/")
			if name = asked[at+1:]; !strings.EqualFold(resource, graph) {
				return nil, refusal(500011, resource)
			}
		}
		if name == defaultScope {
			scopes = append(scopes, scope{asked, defaultScope})
			continue
		}
		known, found := permissionNamed(name)
		if !found {
			return nil, refusal(70011).because("The scope " + asked + " is not valid.")
		}
		scopes = append(scopes, scope{asked, known.Name})
	}
	if err := checkDefault(scopes); err != nil {
		return nil, err
	}
	return scopes, nil
}

// checkDefault refuses .default together with named permissions.
func checkDefault(scopes []scope) *oauthError {
	named := func(s scope) bool { return s.Name != defaultScope && !isOpenID(s.Name) }
	if Holds(scopes, defaultScope) && slices.ContainsFunc(scopes, named) {
		return refusal(70011).because(".default scope can't be combined with resource-specific scopes.")
	}
	return nil
}

// Holds reports whether a permission is among scopes.
func Holds(scopes []scope, name string) bool {
	return slices.ContainsFunc(scopes, func(s scope) bool { return s.Name == name })
}

// expand replaces .default by what is registered, and drops what is withheld.
func (p *Provider) expand(scopes []scope) []scope {
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
	return slices.DeleteFunc(all, func(s scope) bool { return slices.Contains(p.options.Withhold, s.Name) })
}

// everybody as the user of a consent means the whole organization.
const everybody = -1

// consent is what somebody, or everybody, has agreed to.
type consent struct {
	client string
	user   int
	name   string
}

func (p *Provider) giveConsent(client string, user int, scopes []scope) {
	for _, s := range scopes {
		p.consents.Store(consent{strings.ToLower(client), user, s.Name}, true)
	}
}

// hasConsent reports whether a user, or somebody for all, has agreed to all scopes.
func (p *Provider) hasConsent(client string, user int, scopes []scope) bool {
	client = strings.ToLower(client)
	for _, s := range scopes {
		_, own := p.consents.Load(consent{client, user, s.Name})
		_, all := p.consents.Load(consent{client, everybody, s.Name})
		if !own && !all {
			return false
		}
	}
	return true
}
