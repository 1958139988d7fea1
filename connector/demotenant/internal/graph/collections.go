package graph

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/signin"
)

// writeCollection writes a page of a small collection that has count elements; q's
// $select picks from their members.
func (s *Service) writeCollection(
	w http.ResponseWriter, r *http.Request, q *query, set string, value []map[string]any, next string, count int,
) *Error {
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
	s.writeJSON(w, r, page{Context: context, Value: value, Next: next}.complete(r, q, count))
	return nil
}

func unknownProperty(name, kind string) *Error {
	return badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", name, kind)
}

func (s *Service) serveOrganization(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	q, problem := readQuery(r, "$select")
	if problem != nil {
		return problem
	}
	domain := func(name string, isDefault, isInitial bool) map[string]any {
		return map[string]any{
			"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": isDefault, "isInitial": isInitial, "name": name, "type": "Managed",
		}
	}
	return s.writeCollection(w, r, &q, "organization", []map[string]any{{
		"id": s.company.ID, "deletedDateTime": nil, "displayName": s.company.Options.Name, "tenantType": "AAD",
		"countryLetterCode": "US", "country": nil, "city": "Seattle", "state": "WA", "businessPhones": []string{},
		"createdDateTime": "2014-02-27T09:12:43Z", "preferredLanguage": "en", "technicalNotificationMails": []string{},
		"onPremisesSyncEnabled": true, "assignedPlans": []any{}, "provisionedPlans": []any{},
		// The default domain is not the first one.
		"verifiedDomains": []any{domain(s.company.InitialDomain, false, true), domain(s.company.Domain, true, false)},
	}}, "", 1)
}

func (s *Service) serveSubscribedSKUs(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	q, problem := readQuery(r)
	if problem != nil {
		return problem
	}
	bought := map[string][]string{}
	for _, s := range s.company.Subscriptions() {
		bought[s.SKUID] = append(bought[s.SKUID], s.ID)
	}
	var value []map[string]any
	for _, l := range s.company.Licenses() {
		parts := make([]map[string]any, len(l.ServicePlans))
		for i, p := range l.ServicePlans {
			parts[i] = map[string]any{"servicePlanId": p.ID, "servicePlanName": p.Name, "provisioningStatus": p.Status, "appliesTo": p.AppliesTo}
		}
		value = append(value, map[string]any{
			"id": s.company.ID + "_" + l.SKUID, "accountId": s.company.ID, "accountName": s.company.Options.Name,
			"appliesTo": l.AppliesTo, "capabilityStatus": l.Status, "consumedUnits": l.Assigned,
			"prepaidUnits": map[string]int{"enabled": l.Enabled, "warning": l.Warning, "suspended": l.Suspended, "lockedOut": l.LockedOut},
			"servicePlans": parts, "skuId": l.SKUID, "skuPartNumber": l.PartNumber, "subscriptionIds": bought[l.SKUID],
		})
	}
	return s.writeCollection(w, r, &q, "subscribedSkus", value, "", len(value))
}

func (s *Service) serveSubscriptions(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	q, problem := readQuery(r, "$select")
	if problem != nil {
		return problem
	}
	var value []map[string]any
	for _, s := range s.company.Subscriptions() {
		value = append(value, map[string]any{
			"id": s.ID, "commerceSubscriptionId": s.CommerceID, "skuId": s.SKUID, "skuPartNumber": s.PartNumber,
			"status": s.Status, "isTrial": s.Trial, "totalLicenses": s.TotalLicenses,
			"createdDateTime": jsonDay(s.Created), "nextLifecycleDateTime": jsonDay(s.NextLifecycle),
			"ownerId": nil, "ownerTenantId": nil, "ownerType": nil, "serviceStatus": []any{},
		})
	}
	return s.writeCollection(w, r, &q, "directory/subscriptions", value, "", len(value))
}

// jsonDay is midnight of a day, or null.
func jsonDay(d connector.Date) any {
	if d == 0 {
		return nil
	}
	return d.Time().Format(time.RFC3339)
}

func (s *Service) serveGroups(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	q, problem := readQuery(r, "$select", "$top", "$skiptoken", "$filter", "$count")
	if problem != nil {
		return problem
	}
	groups := s.company.AllGroups
	switch strings.TrimSpace(q.filter) {
	case "":
	case "assignedLicenses/$count ne 0":
		if !q.advanced || !q.count {
			return needsAdvanced()
		}
		groups = groups[:len(s.company.Groups())] // they come first
	default:
		return unsupported("Unsupported or invalid query filter clause specified for resource 'Group'.")
	}
	start, problem := s.start(r.URL.Path, &q)
	if problem != nil {
		return problem
	}
	end, next := min(start+q.top, len(groups)), ""
	if end < len(groups) {
		next = s.nextLink(r, &q, end)
	}
	value := []map[string]any{}
	for _, g := range groups[min(start, end):end] {
		assigns := []map[string]any{}
		if g.SKUID != "" {
			assigns = append(assigns, map[string]any{"skuId": g.SKUID, "disabledPlans": []string{}})
		}
		value = append(value, map[string]any{
			"id": g.ID, "displayName": g.Name, "description": nil, "mail": nil, "mailEnabled": false, "mailNickname": g.ID[:8],
			"securityEnabled": true, "groupTypes": []string{}, "createdDateTime": "2016-05-04T10:00:00Z", "visibility": nil,
			"assignedLicenses": assigns,
		})
		if q.selects == "" { // learn.microsoft.com/graph/api/resources/group: returned only on $select
			delete(value[len(value)-1], "assignedLicenses")
		}
	}
	return s.writeCollection(w, r, &q, "groups", value, next, len(groups))
}

func (s *Service) serveReportSettings(w http.ResponseWriter, r *http.Request, _ signin.Grant) *Error {
	s.writeJSON(w, r, map[string]any{"value": map[string]any{
		"@odata.type": "#microsoft.graph.adminReportSettings", "displayConcealedNames": s.company.Options.ConcealNames,
	}})
	return nil
}
