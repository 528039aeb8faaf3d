using System.Net;
using System.Net.Sockets;

// Stands in for a service: with --fail or --write it is a job, otherwise it serves its environment and the health the tests set.
if (args is ["--fail"])
{
    Console.WriteLine("cannot migrate: the reason");
    return 3;
}

if (args is ["--write", var file])
{
    await File.AppendAllTextAsync(file, DateTimeOffset.UtcNow.ToString("O", System.Globalization.CultureInfo.InvariantCulture) + "\n");
    return 0;
}

var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
app.MapGet("/health", () => Results.Ok());
app.MapGet("/environment/{name}", (string name) => Environment.GetEnvironmentVariable(name) is { } value ? Results.Text(value) : Results.NotFound());
app.MapGet("/reach/{port:int}", async (int port) =>
{
    using var client = new TcpClient();
    await client.ConnectAsync(IPAddress.Loopback, port);
    return Results.Ok();
});
await app.RunAsync();
return 0;
