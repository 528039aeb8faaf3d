using CCHC.ServiceDefaults.Persistence;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

public sealed class PageTests
{
    [Fact]
    public void A_page_beyond_the_list_is_empty_however_large_its_number()
    {
        var rows = Enumerable.Range(1, 5).AsQueryable();
        Assert.Equal([1, 2], rows.Page(1, 2));
        Assert.Equal([5], rows.Page(3, 2));
        Assert.Empty(rows.Page(4, 2));
        Assert.Empty(rows.Page(int.MaxValue, 200)); // 200 × 2,147,483,646 is no int
    }
}
