namespace CCHC.NativeHosting.Running;

/// <summary>Prefixes what the resources write, in colour on a terminal only.</summary>
internal sealed class HostConsole(bool quiet, int prefixWidth)
{
    private static readonly int[] Colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];
    private readonly bool coloured = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
    private readonly Lock gate = new();

    public void Resource(string name, int number, string line)
    {
        if (quiet)
        {
            return;
        }

        var prefix = name.PadRight(prefixWidth);
        Write(coloured ? $"\e[{Colours[number % Colours.Length]}m{prefix} |\e[0m {line}" : $"{prefix} | {line}");
    }

    public void Host(string line) => Write(line);

    private void Write(string line)
    {
        lock (gate)
        {
            try
            {
                Console.Out.WriteLine(line);
            }
            catch (IOException)
            {
                // The terminal or the pipe behind the console is gone; the log files have it all.
            }
        }
    }
}
