namespace CCHC.Demo.Year;

/// <summary>One line a step: redrawn in place on a terminal, printed once when done elsewhere.</summary>
public sealed class ProgressBar(string step, int total)
{
    private const int Width = 30;
    private readonly Lock _gate = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _done;

    public void Advance()
    {
        lock (_gate)
        {
            _done++;
            if (!Console.IsOutputRedirected)
            {
                Draw(end: _done >= total ? "\n" : "");
            }
            else if (_done >= total)
            {
                Draw(end: "\n");
            }
        }
    }

    private void Draw(string end)
    {
        var filled = total == 0 ? Width : Width * _done / total;
        var start = Console.IsOutputRedirected ? "" : "\r";
        Console.Write($"{start}[{new string('█', filled)}{new string('·', Width - filled)}] {_done,4}/{total,-4} {step} ({TimeProvider.System.GetElapsedTime(_started).TotalSeconds:0.0} s){end}");
    }
}
