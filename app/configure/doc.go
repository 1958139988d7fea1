// Package configure makes a data directory what files say, and writes such a file of what
// there is. It plans everything before it writes anything; package configuration reads and
// writes the files.
package configure
