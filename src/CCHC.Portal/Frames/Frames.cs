using CCHC.Portal.Gateway;

namespace CCHC.Portal.Frames;

/// <summary>Sampling frames of a campaign; who stands in them is never told here.</summary>
public sealed record FrameList(Guid CampaignId, IReadOnlyList<Frame> Items);

/// <param name="Erasures">People who asked to be forgotten, the latest first.</param>
/// <param name="KeyFingerprint">Of the key that names and contacts were sealed with, by SHA-256.</param>
public sealed record Frame(
    Guid Id, string Name, string Source, int People, int Duplicates, string ImportedBy, DateTimeOffset ImportedAt, DateTimeOffset? ErasedAt, IReadOnlyList<Stratum> Strata, IReadOnlyList<DrawLine> Draws,
    IReadOnlyList<Erasure> Erasures, string? KeyFingerprint = null);

/// <summary>That somebody was forgotten at its request, without saying who.</summary>
public sealed record Erasure(Guid FrameId, int Number, string Reason, string ErasedBy, DateTimeOffset ErasedAt, string DestroyedKey);

/// <summary>People of a frame by a part of the name or contact; the first of those found.</summary>
public sealed record FoundPeople(IReadOnlyList<FoundPerson> Items, int Found);

public sealed record FoundPerson(int Number, string? Name, string? Contact, string Stratum, string? Cluster);

public sealed record Stratum(string Name, int People, int Clusters);

public sealed record DrawLine(Guid Id, string Seed, int Sample, int Reserve, string DrawnBy, DateTimeOffset DrawnAt);

public enum AllocationKind
{
    Proportional,
    Equal,
}

/// <summary>How a sample was drawn, and which numbers came out.</summary>
public sealed record Protocol(
    Guid Id, Guid FrameId, string FrameName, int People, string FrameHash, string Seed, decimal? Error, int Wanted, AllocationKind Allocation, int Minimum, int? Clusters, decimal Reserve, string DrawnBy,
    DateTimeOffset DrawnAt, IReadOnlyList<StratumShare> Strata, IReadOnlyList<Selected> Selected)
{
    public int Sample => Selected.Count(person => !person.Reserve);
}

public sealed record StratumShare(string Name, int People, int Clusters, int Sample);

public sealed record Selected(int Number, string Stratum, string? Cluster, bool Reserve, int Position, decimal Weight);

/// <summary>A form that was refused, with what was typed; of one frame, or of a new one.</summary>
public sealed record RefusedForm(Problem Problem, Guid? FrameId, IReadOnlyDictionary<string, string> Typed)
{
    public string? Value(string name) => Typed.GetValueOrDefault(name);
}
