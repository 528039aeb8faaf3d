using CCHC.ServiceDefaults.Errors;

namespace CCHC.Ranking.Campaigns;

/// <summary>The group that a caller means; it may be left out where there is one.</summary>
internal static class GroupChoice
{
    /// <summary>The group of that code, or the only one where none is named; null where there is no such group.</summary>
    /// <exception cref="InvalidInputException">None is named and there are several.</exception>
    public static T? Choose<T>(this IReadOnlyCollection<T> groups, string? code, Func<T, string> codeOf)
        where T : class
    {
        if (code is null && groups.Count > 1)
        {
            throw new InvalidInputException("group", $"Kỳ đánh giá có nhiều khối, cần chọn một: {string.Join(", ", groups.Select(codeOf))}.");
        }

        return groups.FirstOrDefault(group => code is null || codeOf(group) == code);
    }
}
