using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria.Plans;

public static class PlanEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder app)
    {
        var plan = app.MapGroup("/api/criteria/campaigns/{id:guid}/plan").Requires(Permissions.ReadCampaigns).WithTags("Kế hoạch");
        plan.MapGet("", GetPlan.Handle);
        plan.MapGet("steps/{stepId:guid}/files/{fileId:guid}", PlanFiles.Get);

        var homeAffairs = plan.MapGroup("").Requires(Permissions.RunCampaigns);
        homeAffairs.MapPut("", SetPlanHeading.Handle);
        homeAffairs.MapPost("template", FillPlan.Handle);
        homeAffairs.MapPost("steps", DescribePlanStep.Add);
        homeAffairs.MapPut("steps/{stepId:guid}", DescribePlanStep.Change);
        homeAffairs.MapDelete("steps/{stepId:guid}", CompletePlanStep.Remove);
        homeAffairs.MapPost("steps/{stepId:guid}/moves", MovePlanStep.Handle);
        homeAffairs.MapPost("steps/{stepId:guid}/completion", CompletePlanStep.Handle);
        homeAffairs.MapDelete("steps/{stepId:guid}/completion", CompletePlanStep.TakeBack);
        homeAffairs.MapPost("steps/{stepId:guid}/files", PlanFiles.Attach);
        homeAffairs.MapDelete("steps/{stepId:guid}/files/{fileId:guid}", PlanFiles.Remove);
    }
}
