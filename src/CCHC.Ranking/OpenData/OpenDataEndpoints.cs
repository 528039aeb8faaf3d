namespace CCHC.Ranking.OpenData;

public static class OpenDataEndpoints
{
    /// <param name="everyone">The group of what is public.</param>
    public static void MapOpenData(this IEndpointRouteBuilder everyone)
    {
        const string Campaign = "/api/public/v1/campaigns/{code}/";
        everyone.MapGet("/api/public/v1/catalog", GetCatalog.Handle).WithSummary("Danh mục dữ liệu mở theo DCAT 3 (JSON-LD)");
        everyone.MapGet("/api/public/v1/codebook", GetCodebook.Handle).WithSummary("Bảng mã: ý nghĩa từng cột của các bảng");
        everyone.MapGet("/api/public/v1/units/{unitCode}/history", GetHistory.Handle).WithSummary(Codebook.History.Title);
        everyone.MapGet(Campaign + Codebook.Fields.Name, GetFields.Handle).WithSummary(Codebook.Fields.Title);
        everyone.MapGet(Campaign + Codebook.Criteria.Name, GetCriteria.Handle).WithSummary(Codebook.Criteria.Title);
        everyone.MapGet(Campaign + Codebook.Points.Name, GetPoints.Handle).WithSummary(Codebook.Points.Title);
        everyone.MapGet(Campaign + Codebook.Satisfaction.Name, GetSatisfaction.Handle).WithSummary(Codebook.Satisfaction.Title);
    }
}
