using CCHC.Testing;

[assembly: AssemblyFixture(typeof(TestServers))]
