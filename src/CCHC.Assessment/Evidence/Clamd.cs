using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using CCHC.ServiceDefaults.Security;

namespace CCHC.Assessment.Evidence;

/// <summary>Asks clamd over TCP, by its command INSTREAM, whether a file carries a virus.</summary>
public sealed class Clamd(EvidenceOptions options, SecurityEvents events, ILogger<Clamd> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Quarantined where the scanner cannot say.</summary>
    public async Task<ScanState> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Clamd))
        {
            return ScanState.Unscanned;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var answer = await AskAsync(content, limit.Token);
            if (answer.EndsWith(" FOUND", StringComparison.Ordinal))
            {
                events.Tell(LogLevel.Warning, SecurityEvents.BadFile, "clamd: " + answer);
                return ScanState.Infected;
            }

            if (answer == "stream: OK")
            {
                return ScanState.Clean;
            }

            logger.LogError("clamd did not scan: {Answer}", answer);
        }
        catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.LogWarning("clamd at {Address} cannot be asked: {Reason}", options.Clamd, exception.Message);
        }

        return ScanState.Quarantined;
    }

    private async Task<string> AskAsync(Stream content, CancellationToken cancellationToken)
    {
        var (colon, address) = (options.Clamd!.LastIndexOf(':'), options.Clamd);
        using var client = new TcpClient();
        await client.ConnectAsync(address[..colon], int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        var connection = client.GetStream();
        await connection.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellationToken);

        content.Position = 0;
        var chunk = new byte[sizeof(int) + (64 * 1024)];
        int read;
        do
        {
            read = await content.ReadAsync(chunk.AsMemory(sizeof(int)), cancellationToken);
            BinaryPrimitives.WriteInt32BigEndian(chunk, read); // a length of 0 ends the stream
            await connection.WriteAsync(chunk.AsMemory(0, sizeof(int) + read), cancellationToken);
        }
        while (read > 0);

        using var reader = new StreamReader(connection, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellationToken)).TrimEnd('\0', '\n');
    }
}
