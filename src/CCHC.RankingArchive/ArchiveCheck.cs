using System.Text;
using CCHC.Scoring;

namespace CCHC.RankingArchive;

/// <summary>What came of checking an archive.</summary>
/// <param name="Difference">The first thing that is not as it was signed or computed; null when everything is.</param>
/// <param name="Publication">What the manifest says it is; null where it cannot be read.</param>
/// <param name="Key">Whose signature it bears; null without a valid one.</param>
/// <param name="Units">Whose index, class and rank were computed again.</param>
/// <param name="Scores">The points that went into it.</param>
public sealed record Verdict(string? Difference, PublicationNote? Publication = null, Jwk? Key = null, int Units = 0, int Scores = 0);

/// <summary>Checks signature and hashes, computes every index, class, rank and mean again, and compares.</summary>
public static class ArchiveCheck
{
    private sealed class DifferenceException(string message) : Exception(message);

    /// <param name="archive">The zip file.</param>
    /// <param name="known">The only keys to trust; null trusts the one the archive brings, which then says only that nothing was changed since it was signed.</param>
    public static Verdict Check(byte[] archive, IReadOnlyCollection<Jwk>? known = null)
    {
        var verdict = new Verdict(Difference: null);
        try
        {
            var files = Archive.Unzip(archive);
            var bytes = ResultFiles.ContentOf(files, Archive.Manifest);
            var key = DetachedJws.Verify(Encoding.ASCII.GetString(ResultFiles.ContentOf(files, Archive.Signature)), bytes)
                ?? throw new DifferenceException($"{Archive.Manifest}: {Archive.Signature} is not its signature");
            verdict = verdict with { Key = key };
            if (known is not null && !known.Any(trusted => trusted.Thumbprint == key.Thumbprint))
            {
                throw new DifferenceException($"{Archive.Signature}: signed by the key {key.Thumbprint}, which is not the one given");
            }

            var manifest = CanonicalJson.Read<Manifest>(bytes, Archive.Manifest);
            verdict = verdict with { Publication = manifest.Publication };
            CheckFiles(files, manifest);
            var result = ResultFiles.Read(files);
            if (result.CampaignCode != manifest.Publication.Campaign)
            {
                throw new DifferenceException($"{ResultFiles.Settings}: campaign {result.CampaignCode} instead of {manifest.Publication.Campaign}");
            }

            if (result.Engine != ScoringEngine.Version)
            {
                throw new DifferenceException($"{ResultFiles.Settings}: computed by engine {result.Engine}; this program has engine {ScoringEngine.Version}");
            }

            foreach (var group in result.Groups)
            {
                CheckScores(group);
                CheckHeads(group);
                Compare(group, Computation.Compute(group));
            }

            var units = result.Groups.Sum(group => group.Units.Count);
            var scores = result.Groups.Sum(group => group.Units.Sum(unit => unit.Scores.Count));
            if (manifest.Results.Count != units || manifest.Scores.Sum(unit => unit.Value.Count) != scores)
            {
                throw new DifferenceException($"{ResultFiles.Settings}: units stand in no group");
            }

            return verdict with { Units = units, Scores = scores };
        }
        catch (Exception exception) when (exception is DifferenceException or InvalidDataException or ArgumentException or OverflowException)
        {
            return verdict with { Difference = exception.Message };
        }
    }

    /// <summary>Rows before whole files, so that a changed figure is named by its unit and leaf.</summary>
    private static void CheckFiles(IReadOnlyList<ArchiveFile> files, Manifest manifest)
    {
        var rows = Csv.Read(ResultFiles.ContentOf(files, ResultFiles.Scores), ResultFiles.Scores, ResultFiles.ScoresHeader);
        CheckRows(
            rows.Select(row => ((row[1], (string?)row[2]), row)),
            manifest.Scores.SelectMany(unit => unit.Value.Select(leaf => KeyValuePair.Create((unit.Key, (string?)leaf.Key), leaf.Value))));
        rows = Csv.Read(ResultFiles.ContentOf(files, ResultFiles.Results), ResultFiles.Results, ResultFiles.ResultsHeader);
        CheckRows(rows.Select(row => ((row[1], (string?)null), row)), manifest.Results.Select(unit => KeyValuePair.Create((unit.Key, (string?)null), unit.Value)));

        foreach (var (name, hash) in manifest.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var file = files.FirstOrDefault(file => file.Name == name) ?? throw new DifferenceException($"{name}: the file is missing");
            if (file.Sha256 != hash)
            {
                throw new DifferenceException($"{name}: not the file that was signed");
            }
        }

        if (files.FirstOrDefault(file => file.Name is not (Archive.Manifest or Archive.Signature) && !manifest.Files.ContainsKey(file.Name)) is { } other)
        {
            throw new DifferenceException($"{other.Name}: the file was not signed");
        }

        if (ResultFiles.Hash(files.Where(file => file.Name is not (Archive.Guide or Archive.Manifest or Archive.Signature))) != manifest.Content)
        {
            throw new DifferenceException($"{Archive.Manifest}: the hash of the content is another");
        }
    }

    private static void CheckRows(IEnumerable<((string Unit, string? Leaf) Key, CsvRow Row)> rows, IEnumerable<KeyValuePair<(string Unit, string? Leaf), string>> signed)
    {
        var open = signed.ToDictionary();
        var file = "";
        foreach (var (key, row) in rows)
        {
            file = row.File;
            if (!open.Remove(key, out var hash))
            {
                throw new DifferenceException($"{file}: {Named(key)}: the row was not signed");
            }

            if (ResultFiles.HashOf(row.Text) != hash)
            {
                throw new DifferenceException($"{file}: {Named(key)}: not the row that was signed");
            }
        }

        if (open.Count > 0)
        {
            var missing = open.Keys.Order().First();
            throw new DifferenceException($"{(missing.Leaf is null ? ResultFiles.Results : ResultFiles.Scores)}: {Named(missing)}: the row is missing");
        }

        static string Named((string Unit, string? Leaf) key) => $"unit {key.Unit}" + (key.Leaf is null ? "" : $", leaf {key.Leaf}");
    }

    /// <summary>Every unit has points on every leaf of its criteria, at the maximum the criteria say.</summary>
    private static void CheckScores(ArchivedGroup group)
    {
        var leaves = group.Criteria.Where(node => node.Leaf is not null).ToDictionary(node => node.Code, StringComparer.Ordinal);
        foreach (var unit in group.Units)
        {
            foreach (var score in unit.Scores)
            {
                if (!leaves.TryGetValue(score.Leaf, out var node))
                {
                    throw new DifferenceException($"{ResultFiles.Scores}: unit {unit.Code}, leaf {score.Leaf}: the criteria have no such leaf");
                }

                if ((node.MaxPoints is { } max && max != score.Max) || node.Leaf!.Source != score.Source || node.Leaf.Kind != score.Kind)
                {
                    throw new DifferenceException($"{ResultFiles.Scores}: unit {unit.Code}, leaf {score.Leaf}: maximum, source or kind is not that of the criteria");
                }
            }

            // A file of results may leave out what a unit has not.
            if (group.Set is not null && leaves.Keys.Except(unit.Scores.Select(score => score.Leaf), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            {
                throw new DifferenceException($"{ResultFiles.Scores}: unit {unit.Code}, leaf {missing}: the row is missing");
            }
        }
    }

    /// <summary>A head has another class of the group than the unit, for a reason, where the unit has an index.</summary>
    private static void CheckHeads(ArchivedGroup group)
    {
        if (group.Units.FirstOrDefault(unit => unit.Head is { } head
            && (unit.Place.Index is null || head.Class == unit.Place.Class || head.Reason.Length == 0 || !group.Settings.ClassBands.Any(band => band.Name == head.Class))) is { } wrong)
        {
            throw new DifferenceException($"{ResultFiles.Heads}: unit {wrong.Code}: the class of its head is not another one of the group, or has no reason");
        }
    }

    private static void Compare(ArchivedGroup published, ArchivedGroup computed)
    {
        var places = computed.Units.ToDictionary(unit => unit.Code, unit => unit.Place, StringComparer.Ordinal);
        foreach (var unit in published.Units)
        {
            var (here, there) = (unit.Place, places[unit.Code]);
            foreach (var (name, one, other) in (IEnumerable<(string, object?, object?)>)
            [
                ("index", here.Index, there.Index), ("points", here.Points, there.Points), ("maximum", here.MaxPoints, there.MaxPoints),
                ("appraised points", here.Appraised, there.Appraised), ("survey points", here.Survey, there.Survey), ("external points", here.External, there.External),
                ("bonus", here.Bonus, there.Bonus), ("penalty", here.Penalty, there.Penalty), ("class", here.Class, there.Class), ("rank", here.Rank, there.Rank),
                ("shared rank", here.Shared, there.Shared), ("award", here.Awarded, there.Awarded),
            ])
            {
                if (!Equals(one, other))
                {
                    throw new DifferenceException($"{ResultFiles.Results}: unit {unit.Code}: {name} is {Shown(one)} as published, {Shown(other)} as computed");
                }
            }
        }

        if (published.Mean != computed.Mean)
        {
            throw new DifferenceException($"{ResultFiles.Groups}: group {published.Code}: mean is {Shown(published.Mean)} as published, {Shown(computed.Mean)} as computed");
        }

        if (published.Units.Zip(computed.Units).FirstOrDefault(pair => pair.First.Code != pair.Second.Code) is { First: { } misplaced })
        {
            throw new DifferenceException($"{ResultFiles.Results}: unit {misplaced.Code}: not in the order of the ranks");
        }
    }

    private static string Shown(object? value) => value switch
    {
        null => "none",
        decimal number => Exact.Text(number),
        _ => FormattableString.Invariant($"{value}"),
    };
}
