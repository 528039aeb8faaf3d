using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Plans;

/// <summary>Fills an empty plan with the seven steps that plans of this kind usually have; dates are left to the province.</summary>
/// <remarks>After Hải Phòng's plan 197/KH-UBND of 2023, less what it says of its software's vendor.</remarks>
public static class FillPlan
{
    private const string Units = "Các sở, ban, ngành; Ủy ban nhân dân cấp xã";
    private const string Council = "Các thành viên Hội đồng thẩm định";
    private const string HomeAffairs = "Sở Nội vụ";

    private static readonly (string Name, string Lead, string Coordinators, string Product)[] Usual =
    [
        ("Rà soát, ban hành bộ tiêu chí và hướng dẫn xác định Chỉ số cải cách hành chính", HomeAffairs, Units, "Quyết định; văn bản hướng dẫn"),
        ("Tổ chức tập huấn đánh giá, xác định Chỉ số cải cách hành chính", HomeAffairs, Units, "Hội nghị"),
        ("Đo lường sự hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính", HomeAffairs, Units, "Kế hoạch; kết quả đo lường sự hài lòng"),
        ("Tự đánh giá xác định Chỉ số cải cách hành chính", Units, Council, "Báo cáo tự đánh giá"),
        ("Thẩm định Chỉ số cải cách hành chính", Council, Units, "Báo cáo thẩm định"),
        ("Họp Hội đồng thẩm định để thông qua kết quả đánh giá", HomeAffairs, Council, "Hội nghị"),
        ("Phê duyệt và công bố Chỉ số cải cách hành chính, Chỉ số hài lòng; phân loại trách nhiệm người đứng đầu", HomeAffairs, Units, "Quyết định; hội nghị"),
    ];

    public sealed record Response(int Steps);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.ManagedBy(user).WithPlan().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        if (campaign.PlanSteps.Count > 0)
        {
            throw new RuleViolationException("plan.not-empty", "Kế hoạch đã có nhiệm vụ; chỉ điền sẵn vào kế hoạch còn trống.");
        }

        foreach (var (name, lead, coordinators, product) in Usual)
        {
            var step = new PlanStep();
            step.Describe(name, leadUnitId: null, lead, coordinators, dueOn: null, dueText: null, product);
            campaign.AddPlanStep(step);
            db.Add(step);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new Response(Usual.Length));
    }
}
