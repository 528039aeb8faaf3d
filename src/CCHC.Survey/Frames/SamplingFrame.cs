namespace CCHC.Survey.Frames;

/// <summary>A list of people who may be asked (khung mẫu), such as the dossiers of a one-stop shop; who they are stands here and nowhere else.</summary>
public sealed class SamplingFrame
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Name { get; init; }

    /// <summary>Where the list comes from.</summary>
    public required string Source { get; init; }

    /// <summary>People, numbered from 1.</summary>
    public required int People { get; init; }

    /// <summary>Lines left out because the person stood there already, in the same file or in another unit's.</summary>
    public required int Duplicates { get; init; }

    public required string ImportedBy { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>Since then nobody knows any more who was in it; numbers, strata and draws stay.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Of the key without which nobody can read any copy of it, wherever one lies; kept when the key is destroyed.</summary>
    public string? KeyFingerprint { get; private set; }

    /// <summary>Of the key that seals its people; it grows by one each time somebody of it is forgotten.</summary>
    public int KeyGeneration { get; private set; } = 1;

    public void Erase(DateTimeOffset now) => ErasedAt ??= now;

    public void SealedWith(PersonKey key, int generation = 1) => (KeyFingerprint, KeyGeneration) = (key.Fingerprint, generation);
}

/// <summary>A person of a frame.</summary>
public sealed class FrameEntry
{
    public required Guid FrameId { get; init; }
    public required int Number { get; init; }

    /// <summary>Sealed; null once the person or the frame is erased.</summary>
    public string? Name { get; private set; }

    /// <summary>Telephone or e-mail, sealed; null likewise.</summary>
    public string? Contact { get; private set; }

    public required string Stratum { get; init; }

    /// <summary>Such as the commune; null where the frame has none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The unit that the person has dealt with; null where the frame is not about one.</summary>
    public string? UnitCode { get; init; }

    public static FrameEntry Of(Guid frameId, int number, FrameFile.Line line, PersonKey key)
    {
        var entry = new FrameEntry { FrameId = frameId, Number = number, Stratum = line.Stratum, Cluster = line.Cluster, UnitCode = line.UnitCode };
        entry.Seal(key, line.Name, line.Contact.Length == 0 ? null : line.Contact);
        return entry;
    }

    public void Seal(PersonKey key, string? name, string? contact) => (Name, Contact) = (key.Seal(name, FrameId, Number), key.Seal(contact, FrameId, -Number));

    public void Forget() => (Name, Contact) = (null, null);

    /// <summary>Who it is; nobody without the key.</summary>
    public (string? Name, string? Contact) Person(PersonKey? key) => key is null ? (null, null) : (key.Open(Name, FrameId, Number), key.Open(Contact, FrameId, -Number));
}

/// <summary>That a person of a frame was forgotten at its request (Law 91/2025/QH15 on personal data, the right to have one's data erased); the proof that can be shown without saying who.</summary>
/// <param name="DestroyedKey">SHA-256 of the key without which no copy of the person's data can be read, wherever one lies.</param>
public sealed record FrameErasure(Guid FrameId, int Number, string Reason, string ErasedBy, DateTimeOffset ErasedAt, string DestroyedKey);
