// Etcd is the server of go.etcd.io/etcd, whose own program is named `server`.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
