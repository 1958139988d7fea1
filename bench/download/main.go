// Command download reads all pages of users one after another and throws them
// away: no import can be faster that reads them in their order.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"
)

// properties are what the import of Inventory Beacon selects.
const properties = "id,userPrincipalName,displayName,givenName,surname,mail,accountEnabled,userType,createdDateTime," +
	"usageLocation,country,city,state,department,companyName,jobTitle,officeLocation,employeeId,onPremisesSyncEnabled," +
	"assignedLicenses,licenseAssignmentStates"

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	token, err := token()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	users := 0
	for address := os.Getenv("GRAPH_ENDPOINT") + "/v1.0/users?$top=999&$select=" + properties; address != ""; {
		if err := get(address, token, &page); err != nil {
			return err
		}
		users += bytes.Count(page.Bytes(), []byte(`"userPrincipalName":`))
		address = next(page.Bytes())
	}
	fmt.Printf("{\"users\":%d}\n", users)
	return nil
}

// get reads a page, however often the tenant has it asked for again.
func get(address, token string, into *bytes.Buffer) error {
	for {
		wait, err := try(address, token, into)
		if err != nil || wait == 0 {
			return err
		}
		time.Sleep(wait)
	}
}

// try reads a page, or returns how long to wait before it is asked for again.
func try(address, token string, into *bytes.Buffer) (wait time.Duration, err error) {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept-Encoding", "identity")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err == nil && answer.StatusCode == http.StatusTooManyRequests && seconds > 0 {
		return time.Duration(seconds) * time.Second, nil
	}
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("page of users: %s", answer.Status)
	}
	into.Reset()
	_, err = io.Copy(into, answer.Body)
	return 0, err
}

// next finds the address of the next page, which stands before or behind the users.
func next(page []byte) string {
	_, link, found := bytes.Cut(page, []byte(`"@odata.nextLink":`))
	if !found {
		return ""
	}
	var address string
	if err := json.NewDecoder(bytes.NewReader(link)).Decode(&address); err != nil {
		return ""
	}
	return address
}

func token() (string, error) {
	answer, err := http.PostForm(os.Getenv("TOKEN_ENDPOINT"), url.Values{
		"grant_type": {"client_credentials"}, "client_id": {os.Getenv("CLIENT_ID")}, "client_secret": {os.Getenv("CLIENT_SECRET")},
		"scope": {os.Getenv("GRAPH_ENDPOINT") + "/.default"},
	})
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var body struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		return "", err
	}
	if body.Token == "" {
		return "", fmt.Errorf("no token: %s", answer.Status)
	}
	return body.Token, nil
}
