package userjson

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// decodeByReference decodes a page of users with encoding/json, member by
// member, so that names are compared with case and the last of two equal ones
// counts.
func decodeByReference(page []byte) (Page, error) {
	var members map[string]json.RawMessage
	page = bytes.TrimPrefix(page, byteOrderMark)
	if err := json.Unmarshal(page, new(json.RawMessage)); err != nil {
		// Only the streaming decoder tells a word that is cut from one that is wrong.
		if first := json.NewDecoder(bytes.NewReader(page)).Decode(new(json.RawMessage)); first == io.ErrUnexpectedEOF || first == io.EOF {
			return Page{}, ErrEnded
		}
		return Page{}, err
	}
	if !utf8.Valid(page) {
		return Page{}, errNotUTF8
	}
	if json.Unmarshal(page, &members) != nil || members == nil {
		return Page{}, ErrNoList
	}
	if refused := members["error"]; refused != nil && string(refused) != "null" {
		var words map[string]json.RawMessage
		if json.Unmarshal(refused, &words) != nil {
			return Page{}, &PageError{Message: refText(refused)}
		}
		return Page{}, &PageError{Code: refText(words["code"]), Message: refText(words["message"])}
	}
	if next := members["@odata.nextLink"]; next != nil && next[0] != '"' && next[0] != 'n' {
		return Page{}, errNoAddress
	}
	if value := members["value"]; value == nil || value[0] != '[' {
		return Page{}, ErrNoList
	}
	decoded := Page{Next: refText(members["@odata.nextLink"]), Count: refNumber(members["@odata.count"])}
	complete := true
	for _, element := range refArray(members["value"]) {
		var user map[string]json.RawMessage
		if json.Unmarshal(element, &user) != nil || strings.TrimSpace(refGUID(user["id"])) == "" {
			return Page{}, ErrNoList
		}
		complete = complete && refComplete(user)
		decoded.Users = append(decoded.Users, refUser(user))
	}
	if !complete {
		return Page{}, ErrIncomplete
	}
	return decoded, nil
}

// refComplete reports whether a user has what was selected, in its type.
func refComplete(user map[string]json.RawMessage) bool {
	name, enabled := string(user["userPrincipalName"]), string(user["accountEnabled"])
	if !strings.HasPrefix(name, `"`) && name != "null" || !slices.Contains([]string{"true", "false", "null"}, enabled) {
		return false
	}
	if licenses := user["assignedLicenses"]; licenses == nil || licenses[0] != '[' {
		return false
	}
	for _, raw := range refArray(user["assignedLicenses"]) {
		var license map[string]json.RawMessage
		if json.Unmarshal(raw, &license) != nil || !refIsGUID(license["skuId"]) {
			return false
		}
		plans := license["disabledPlans"]
		if plans != nil && plans[0] != '[' && plans[0] != 'n' {
			return false
		}
		for _, plan := range refArray(plans) {
			if !refIsGUID(plan) {
				return false
			}
		}
	}
	states := user["licenseAssignmentStates"]
	return states == nil || states[0] == 'n' || states[0] == '[' && len(refArray(states)) == len(refObjects(states))
}

var guidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func refIsGUID(raw json.RawMessage) bool { return guidForm.MatchString(refGUID(raw)) }

func refNumber(raw json.RawMessage) int64 {
	var n int64
	if string(raw) == "null" || json.Unmarshal(raw, &n) != nil || n < 0 {
		return -1
	}
	return n
}

func refUser(m map[string]json.RawMessage) connector.User {
	u := connector.User{
		ID: refGUID(m["id"]), UserPrincipalName: refText(m["userPrincipalName"]), DisplayName: refText(m["displayName"]),
		GivenName: refText(m["givenName"]), Surname: refText(m["surname"]), Mail: refText(m["mail"]),
		Enabled: string(m["accountEnabled"]) == "true", UserType: refText(m["userType"]),
		UsageLocation: refText(m["usageLocation"]), Country: refText(m["country"]), City: refText(m["city"]),
		State: refText(m["state"]), Department: refText(m["department"]), CompanyName: refText(m["companyName"]),
		JobTitle: refText(m["jobTitle"]), OfficeLocation: refText(m["officeLocation"]), EmployeeID: refText(m["employeeId"]),
		OnPremisesSynced: string(m["onPremisesSyncEnabled"]) == "true", Created: refDay(refText(m["createdDateTime"])),
	}
	states := refObjects(m["licenseAssignmentStates"])
	for _, license := range refObjects(m["assignedLicenses"]) {
		a := connector.Assignment{SKUID: refGUID(license["skuId"])}
		for _, plan := range refArray(license["disabledPlans"]) {
			a.DisabledPlans = append(a.DisabledPlans, refGUID(plan))
		}
		ofLicense := slices.DeleteFunc(slices.Clone(states), func(s map[string]json.RawMessage) bool { return refGUID(s["skuId"]) != a.SKUID })
		works := slices.ContainsFunc(ofLicense, refWorks)
		for _, state := range ofLicense {
			if !works || refWorks(state) {
				refExplain(&a, refText(state["state"]), refText(state["error"]), refGUID(state["assignedByGroup"]))
			}
		}
		if a.State == "Active" || strings.EqualFold(a.Error, "None") {
			a.Error = ""
		}
		a.Since = refSince(a.SKUID, states)
		u.Assignments = append(u.Assignments, a)
	}
	for _, state := range states {
		reason := refText(state["error"])
		if strings.EqualFold(reason, "None") {
			reason = ""
		}
		failed := connector.FailedAssignment{SKUID: refGUID(state["skuId"]), Group: refGUID(state["assignedByGroup"]), Error: reason}
		has := slices.ContainsFunc(u.Assignments, func(a connector.Assignment) bool { return a.SKUID == failed.SKUID })
		if (reason != "" || refText(state["state"]) == "Error") && failed.SKUID != "" && !has && !slices.Contains(u.Failed, failed) {
			u.Failed = append(u.Failed, failed)
		}
	}
	return u
}

// refSince returns the first day of those states of a SKU that let the user
// work, or the last day of all when there are none.
func refSince(sku string, states []map[string]json.RawMessage) connector.Date {
	var working, all []connector.Date
	works := false
	for _, state := range states {
		if refGUID(state["skuId"]) != sku {
			continue
		}
		day := refDay(refText(state["lastUpdatedDateTime"]))
		all = append(all, day)
		if refWorks(state) {
			works = true
			if day != 0 {
				working = append(working, day)
			}
		}
	}
	switch {
	case len(working) > 0:
		return slices.Min(working)
	case works || len(all) == 0:
		return 0
	default:
		return slices.Max(append(all, 0))
	}
}

// refWorks reports whether a state lets the user work.
func refWorks(state map[string]json.RawMessage) bool {
	s := refText(state["state"])
	return s == "Active" || s == "ActiveWithError"
}

func refExplain(a *connector.Assignment, state, reason, group string) {
	rank := map[string]int{"Active": 0, "ActiveWithError": 1, "Disabled": 3, "Error": 4, "": 5}
	of := func(s string) int {
		if r, known := rank[s]; known {
			return r
		}
		return 2
	}
	if a.State == "" || of(state) < of(a.State) {
		a.State, a.Error = state, reason
	}
	if group == "" {
		a.Direct = true
		return
	}
	for _, g := range a.Groups {
		if g == group {
			return
		}
	}
	a.Groups = append(a.Groups, group)
}

func refObjects(raw json.RawMessage) []map[string]json.RawMessage {
	var objects []map[string]json.RawMessage
	for _, element := range refArray(raw) {
		var object map[string]json.RawMessage
		if json.Unmarshal(element, &object) == nil && object != nil {
			objects = append(objects, object)
		}
	}
	return objects
}

func refArray(raw json.RawMessage) []json.RawMessage {
	var elements []json.RawMessage
	if json.Unmarshal(raw, &elements) != nil {
		return nil
	}
	return elements
}

func refText(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

func refGUID(raw json.RawMessage) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, refText(raw))
}

func refDay(text string) connector.Date {
	day, _ := connector.ParseDate(text)
	return day
}
