package connector

// Proxy is the group Proxy Settings. Its password is in [Secrets].
type Proxy struct {
	// Use says that there is a proxy; all else is kept while there is none.
	Use bool `json:"use"`
	// From says where it is known from.
	From ProxyFrom `json:"from,omitempty"`
	// Server is the proxy with [ProxyAsEntered].
	Server string `json:"server"`
	// Username is who signs in at proxies; without one it is the account that this program
	// runs as.
	Username string `json:"username"`
	// Exceptions are the hosts that are not reached through Server, as
	// the package validation reads them.
	Exceptions string `json:"exceptions,omitempty"`
	// Script is the address of a script that chooses proxies, with [ProxyByScript].
	Script string `json:"script,omitempty"`
}

// ProxyFrom says where a connection's proxy is known from. Its value is what the console's
// --proxy-from takes.
type ProxyFrom string

// The ways to know a proxy.
const (
	// ProxyAsEntered is the zero value, because it was the only way once.
	ProxyAsEntered ProxyFrom = ""
	// ProxyOfSystem is what the operating system says.
	ProxyOfSystem ProxyFrom = "system"
	// ProxyByScript is what a proxy auto-configuration (PAC) script says of each host.
	ProxyByScript ProxyFrom = "script"
)

// ProxyFroms are the ways to know a proxy, in the dialog's order.
func ProxyFroms() []ProxyFrom { return []ProxyFrom{ProxyAsEntered, ProxyOfSystem, ProxyByScript} }

// Word is what the console and files call it.
func (f ProxyFrom) Word() string {
	if f == ProxyAsEntered {
		return "entered"
	}
	return string(f)
}

// UnmarshalText takes the word of [ProxyFrom.Word]; any other is left for the package validation to refuse.
func (f *ProxyFrom) UnmarshalText(text []byte) error {
	if *f = ProxyFrom(text); *f == "entered" {
		*f = ProxyAsEntered
	}
	return nil
}
