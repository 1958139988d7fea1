package demotenant

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// group is a group of the directory. Licenses are assigned through some of them.
type group struct {
	id, name string
	// skuID is the license that the group assigns; empty for an ordinary group.
	skuID string
}

// makeGroups makes the groups, and tells each SKU which is its first one.
func (t *Tenant) makeGroups() []group {
	var groups []group
	add := func(name, skuID string) {
		groups = append(groups, group{t.draws(streamGroup, len(groups)).guid(), name, skuID})
	}
	for i := range t.skus {
		s := &t.skus[i]
		s.firstGroup = len(groups)
		for n := range s.Groups {
			add(fmt.Sprintf("LIC - %s - %c", s.Product, 'A'+n), s.ID)
		}
	}
	for _, department := range departments {
		add("All "+department, "")
	}
	return groups
}

// writeCollection writes a page of a small collection that has count elements; q's
// $select picks from their members.
func (t *Tenant) writeCollection(
	w http.ResponseWriter, r *http.Request, q *query, set string, value []map[string]any, next string, count int,
) *graphError {
	context := set
	if q.selects != "" {
		context += "(" + q.selects + ")"
		names := strings.Split(q.selects, ",")
		for _, element := range value {
			for i, name := range names {
				names[i] = strings.TrimSpace(name)
				if _, found := element[names[i]]; !found {
					return unknownProperty(names[i], strings.TrimSuffix(set, "s"))
				}
			}
			maps.DeleteFunc(element, func(name string, _ any) bool { return !slices.Contains(names, name) })
		}
	}
	t.writeJSON(w, r, page{Context: context, Value: value, Next: next}.complete(r, q, count))
	return nil
}

func unknownProperty(name, kind string) *graphError {
	return badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", name, kind)
}

// Organization returns what GET /organization answers.
func (t *Tenant) Organization() connector.Tenant {
	return connector.Tenant{ID: t.id, DisplayName: t.options.TenantName, DefaultDomain: t.domain, CountryCode: "US"}
}

func (t *Tenant) serveOrganization(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	q, problem := readQuery(r, "$select")
	if problem != nil {
		return problem
	}
	domain := func(name string, isDefault, isInitial bool) map[string]any {
		return map[string]any{
			"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": isDefault, "isInitial": isInitial, "name": name, "type": "Managed",
		}
	}
	return t.writeCollection(w, r, &q, "organization", []map[string]any{{
		"id": t.id, "deletedDateTime": nil, "displayName": t.options.TenantName, "tenantType": "AAD",
		"countryLetterCode": "US", "country": nil, "city": "Seattle", "state": "WA", "businessPhones": []string{},
		"createdDateTime": "2014-02-27T09:12:43Z", "preferredLanguage": "en", "technicalNotificationMails": []string{},
		"onPremisesSyncEnabled": true, "assignedPlans": []any{}, "provisionedPlans": []any{},
		// The default domain is not the first one.
		"verifiedDomains": []any{domain(t.initialDomain, false, true), domain(t.domain, true, false)},
	}}, "", 1)
}

func (t *Tenant) serveSubscribedSKUs(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	q, problem := readQuery(r)
	if problem != nil {
		return problem
	}
	bought := map[string][]string{}
	for _, s := range t.Subscriptions() {
		bought[s.SKUID] = append(bought[s.SKUID], s.ID)
	}
	var value []map[string]any
	for _, l := range t.Licenses() {
		parts := make([]map[string]any, len(l.ServicePlans))
		for i, p := range l.ServicePlans {
			parts[i] = map[string]any{"servicePlanId": p.ID, "servicePlanName": p.Name, "provisioningStatus": p.Status, "appliesTo": p.AppliesTo}
		}
		value = append(value, map[string]any{
			"id": t.id + "_" + l.SKUID, "accountId": t.id, "accountName": t.options.TenantName,
			"appliesTo": l.AppliesTo, "capabilityStatus": l.Status, "consumedUnits": l.Assigned,
			"prepaidUnits": map[string]int{"enabled": l.Enabled, "warning": l.Warning, "suspended": l.Suspended, "lockedOut": l.LockedOut},
			"servicePlans": parts, "skuId": l.SKUID, "skuPartNumber": l.PartNumber, "subscriptionIds": bought[l.SKUID],
		})
	}
	return t.writeCollection(w, r, &q, "subscribedSkus", value, "", len(value))
}

func (t *Tenant) serveSubscriptions(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	q, problem := readQuery(r, "$select")
	if problem != nil {
		return problem
	}
	var value []map[string]any
	for _, s := range t.Subscriptions() {
		value = append(value, map[string]any{
			"id": s.ID, "commerceSubscriptionId": s.CommerceID, "skuId": s.SKUID, "skuPartNumber": s.PartNumber,
			"status": s.Status, "isTrial": s.Trial, "totalLicenses": s.TotalLicenses,
			"createdDateTime": jsonDay(s.Created), "nextLifecycleDateTime": jsonDay(s.NextLifecycle),
			"ownerId": nil, "ownerTenantId": nil, "ownerType": nil, "serviceStatus": []any{},
		})
	}
	return t.writeCollection(w, r, &q, "directory/subscriptions", value, "", len(value))
}

// jsonDay is midnight of a day, or null.
func jsonDay(d connector.Date) any {
	if d == 0 {
		return nil
	}
	return d.Time().Format(time.RFC3339)
}

// Groups returns the groups through which licenses are assigned.
func (t *Tenant) Groups() []connector.Group {
	var licensed []connector.Group
	for _, g := range t.groups {
		if g.skuID != "" {
			licensed = append(licensed, connector.Group{ID: g.id, DisplayName: g.name})
		}
	}
	return licensed
}

func (t *Tenant) serveGroups(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	q, problem := readQuery(r, "$select", "$top", "$skiptoken", "$filter", "$count")
	if problem != nil {
		return problem
	}
	groups := t.groups
	switch strings.TrimSpace(q.filter) {
	case "":
	case "assignedLicenses/$count ne 0":
		if !q.advanced || !q.count {
			return needsAdvanced()
		}
		groups = groups[:len(t.Groups())] // they come first
	default:
		return unsupported("Unsupported or invalid query filter clause specified for resource 'Group'.")
	}
	start, problem := t.start(r.URL.Path, &q)
	if problem != nil {
		return problem
	}
	end, next := min(start+q.top, len(groups)), ""
	if end < len(groups) {
		next = t.nextLink(r, &q, end)
	}
	value := []map[string]any{}
	for _, g := range groups[min(start, end):end] {
		assigns := []map[string]any{}
		if g.skuID != "" {
			assigns = append(assigns, map[string]any{"skuId": g.skuID, "disabledPlans": []string{}})
		}
		value = append(value, map[string]any{
			"id": g.id, "displayName": g.name, "description": nil, "mail": nil, "mailEnabled": false, "mailNickname": g.id[:8],
			"securityEnabled": true, "groupTypes": []string{}, "createdDateTime": "2016-05-04T10:00:00Z", "visibility": nil,
			"assignedLicenses": assigns,
		})
		if q.selects == "" { // learn.microsoft.com/graph/api/resources/group: returned only on $select
			delete(value[len(value)-1], "assignedLicenses")
		}
	}
	return t.writeCollection(w, r, &q, "groups", value, next, len(groups))
}

func (t *Tenant) serveReportSettings(w http.ResponseWriter, r *http.Request, _ grant) *graphError {
	t.writeJSON(w, r, map[string]any{"value": map[string]any{
		"@odata.type": "#microsoft.graph.adminReportSettings", "displayConcealedNames": t.options.ConcealNames,
	}})
	return nil
}
