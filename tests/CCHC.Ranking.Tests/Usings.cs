global using Xunit;
using CCHC.Testing;

[assembly: AssemblyFixture(typeof(TestServers))]
