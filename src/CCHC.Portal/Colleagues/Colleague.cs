namespace CCHC.Portal.Colleagues;

/// <summary>Officers and heads of the person's own units.</summary>
public sealed record ColleagueList(IReadOnlyList<Colleague> Items);

public sealed record Colleague(Guid Id, string DisplayName, IReadOnlyList<string> Roles);

/// <summary>The remarks on a sheet's leaves, the oldest first.</summary>
public sealed record CommentList(IReadOnlyList<LeafComment> Items)
{
    public IEnumerable<LeafComment> Of(string leafCode) => Items.Where(comment => comment.LeafCode == leafCode);
}

public sealed record LeafComment(Guid Id, string LeafCode, string Text, string AuthorName, DateTimeOffset WrittenAt, string? ResolvedBy, DateTimeOffset? ResolvedAt)
{
    public bool IsOpen => ResolvedAt is null;
}
