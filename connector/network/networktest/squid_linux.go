package networktest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// The credentials that the proxies of these tests want. Squid's show what has to
// be escaped; tinyproxy's configuration takes only letters and digits.
const (
	SquidUsername = `DOMAIN\beacon`
	SquidPassword = "the-proxy-password p:w%é/?#"
	// squidHash is SquidPassword in Apache's MD5 form, made with openssl passwd -apr1.
	squidHash = "$apr1$inventry$ppz0NWSPAs.vuifhvhOWk/"

	// A colon ends the name in the file of Squid's helper.
	DigestUsername = "beacon"
	DigestPassword = `the-proxy-password "\, é`

	TinyproxyUsername = "beacon"
	TinyproxyPassword = "theproxypassword"
)

// StartSquid starts Squid with Basic authentication, which leads hosts to this computer.
func StartSquid(t *testing.T, hosts []string) *Program {
	t.Helper()
	return startSquidWith(t, hosts, `
auth_param basic program /usr/lib/squid/basic_ncsa_auth %[1]s/users
auth_param basic children 1 startup=1
auth_param basic casesensitive on
auth_param basic realm proxy.test`)
}

// StartSquidWithDigest is [StartSquid] with Digest authentication.
func StartSquidWithDigest(t *testing.T, hosts []string) *Program {
	t.Helper()
	return startSquidWith(t, hosts, `
auth_param digest program /usr/lib/squid/digest_file_auth %[1]s/plain
auth_param digest children 1 startup=1
auth_param digest realm proxy.test`)
}

// startSquidWith starts Squid with a kind of authentication, in which %[1]s is its folder. Its
// own hosts file leads the hosts to this computer.
func startSquidWith(t *testing.T, hosts []string, authentication string) *Program {
	t.Helper()
	return startProgram(t, "squid", func(directory, port string) []string {
		writeFile(t, filepath.Join(directory, "hosts"), "127.0.0.1 "+strings.Join(hosts, " ")+"\n")
		writeFile(t, filepath.Join(directory, "users"), SquidUsername+":"+squidHash+"\n")
		writeFile(t, filepath.Join(directory, "plain"), DigestUsername+":"+DigestPassword+"\n")
		writeFile(t, filepath.Join(directory, "squid.conf"), fmt.Sprintf(`
http_port 127.0.0.1:%[2]s
visible_hostname proxy.test
hosts_file %[1]s/hosts
access_log stdio:%[1]s/access.log
cache_log %[1]s/cache.log
pid_filename none
coredump_dir %[1]s
netdb_filename none
cache deny all
cache_mem 8 MB
max_filedescriptors 1024
pinger_enable off
shutdown_lifetime 0 seconds
`+authentication+`
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
`, directory, port))
		return []string{"-N", "-f", filepath.Join(directory, "squid.conf")}
	})
}

// StartTinyproxy starts tinyproxy with Basic authentication. It knows no hosts of
// its own, so it asks an upstream proxy, as one of a branch office does.
func StartTinyproxy(t *testing.T, upstream string) *Program {
	t.Helper()
	return startProgram(t, "tinyproxy", func(directory, port string) []string {
		writeFile(t, filepath.Join(directory, "tinyproxy.conf"), fmt.Sprintf(`
Port %[2]s
Listen 127.0.0.1
Timeout 60
LogFile "%[1]s/access.log"
LogLevel Connect
BasicAuth %[3]s %[4]s
Upstream http %[5]s
`, directory, port, TinyproxyUsername, TinyproxyPassword, upstream))
		return []string{"-d", "-c", filepath.Join(directory, "tinyproxy.conf")}
	})
}
