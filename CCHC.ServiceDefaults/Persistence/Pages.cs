namespace CCHC.ServiceDefaults.Persistence;

public static class Pages
{
    /// <summary>The rows of one page, the first being 1; one that lies beyond the list is empty, however large its number.</summary>
    public static IQueryable<T> Page<T>(this IQueryable<T> rows, int page, int size) => rows.Skip((int)Math.Min((page - 1L) * size, int.MaxValue)).Take(size);
}
