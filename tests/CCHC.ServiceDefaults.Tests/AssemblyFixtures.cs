using CCHC.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]
