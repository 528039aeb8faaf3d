using CCHC.RankingArchive;

// ./cchc verify FILE [--key FILE]: 0 identical, 1 different, 2 not understood.
if (args is not ([_] or [_, "--key", _]) || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("Usage: cchc verify FILE [--key FILE]");
    return 2;
}

try
{
    var known = args.Length > 1 ? Jwk.ReadFile(File.ReadAllText(args[2])) : null;
    var verdict = ArchiveCheck.Check(File.ReadAllBytes(args[0]), known);
    if (verdict.Publication is { } publication)
    {
        Console.WriteLine(FormattableString.Invariant($"campaign  {publication.Campaign}{(publication.Version == 0 ? "" : $", corrigendum {publication.Version}")}, public from {publication.PublicFrom:yyyy-MM-dd HH:mm:ss}Z"));
    }

    if (verdict.Key is { } key)
    {
        Console.WriteLine($"key       {key.Thumbprint}{(known is null ? " (compare it with the one you trust, or give --key)" : "")}");
    }

    if (verdict.Difference is { } difference)
    {
        Console.WriteLine($"different {difference}");
        return 1;
    }

    Console.WriteLine($"computed  {verdict.Units} units from {verdict.Scores} scores");
    Console.WriteLine("identical");
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
