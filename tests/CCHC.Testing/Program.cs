using CCHC.Testing;

// ./cchc test starts this once, so that all test projects share the servers; they end when standard input closes, however that happens.
await using var servers = new NativeServers();
var started = await Task.WhenAll(servers.StartPostgresAsync(), servers.StartRabbitMQAsync());
Console.WriteLine($"CCHC_TEST_POSTGRES={started[0].ConnectionString}");
Console.WriteLine($"CCHC_TEST_RABBITMQ={started[1].ConnectionString}");
Console.WriteLine($"CCHC_TEST_RABBITMQ_MANAGEMENT={started[1].ManagementUrl}");
await Console.In.ReadToEndAsync();
