using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CCHC.EndToEnd.Tests.Permissions;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests;

/// <summary>A member of the council who has a conflict of interest with a unit walks every route that the OpenAPI documents list.</summary>
public sealed partial class ConflictOfInterestTests(Province province)
{
    private readonly JudgedCampaign _judged = new(province, "xd");

    private enum Answer
    {
        /// <summary>The unit is not found.</summary>
        Barred,

        /// <summary>Answered, without the unit.</summary>
        Filtered,

        /// <summary>Not for this person at all: neither its roles nor its office.</summary>
        Refused,

        /// <summary>Knows nothing of a unit's points; asked all the same, where asking changes nothing.</summary>
        Harmless,
    }

    /// <summary>Every route of every document. A new one has to be put here, with thought.</summary>
    private static readonly Dictionary<string, Answer> Routes = Table(
        """
        Harmless GET /.well-known/jwks.json
        Harmless GET /.well-known/openid-configuration
        Refused GET /api/appraisal/audit
        Refused GET /api/appraisal/audit/export.csv
        Refused GET /api/appraisal/failed-messages
        Refused GET /api/appraisal/failed-messages/queues
        Refused GET /api/appraisal/failed-messages/{consumer}/{id}
        Refused POST /api/appraisal/failed-messages/{consumer}/redelivery
        Refused POST /api/appraisal/failed-messages/{consumer}/removal
        Refused POST /api/appraisal/failed-messages/{consumer}/{id}/redelivery
        Refused POST /api/appraisal/failed-messages/{consumer}/{id}/removal
        Filtered GET /api/appraisal/campaigns/{campaignId}/acceptances
        Filtered POST /api/appraisal/campaigns/{campaignId}/acceptances
        Barred POST /api/appraisal/campaigns/{campaignId}/acceptances/{id}/withdrawal
        Filtered GET /api/appraisal/campaigns/{campaignId}/council
        Refused PUT /api/appraisal/campaigns/{campaignId}/council
        Harmless POST /api/appraisal/campaigns/{campaignId}/council/conflicts
        Harmless DELETE /api/appraisal/campaigns/{campaignId}/council/conflicts/{id}
        Refused DELETE /api/appraisal/campaigns/{campaignId}/council/proposal
        Refused GET /api/appraisal/campaigns/{campaignId}/council/proposal
        Refused POST /api/appraisal/campaigns/{campaignId}/council/proposal
        Refused POST /api/appraisal/campaigns/{campaignId}/council/proposal/release
        Refused PUT /api/appraisal/campaigns/{campaignId}/council/rules
        Filtered GET /api/appraisal/campaigns/{campaignId}/groups/{groupCode}/criteria/{leafCode}
        Filtered GET /api/appraisal/campaigns/{campaignId}/meetings
        Harmless POST /api/appraisal/campaigns/{campaignId}/meetings
        Filtered GET /api/appraisal/campaigns/{campaignId}/progress
        Filtered GET /api/appraisal/campaigns/{campaignId}/ratification
        Barred POST /api/appraisal/campaigns/{campaignId}/ratification
        Harmless DELETE /api/appraisal/campaigns/{campaignId}/reopening
        Harmless POST /api/appraisal/campaigns/{campaignId}/reopening
        Harmless POST /api/appraisal/campaigns/{campaignId}/reopening/agreement
        Barred GET /api/appraisal/campaigns/{campaignId}/report.{format}
        Filtered GET /api/appraisal/campaigns/{campaignId}/statistics
        Filtered GET /api/appraisal/campaigns/{campaignId}/workload
        Filtered GET /api/appraisal/cases
        Barred GET /api/appraisal/cases/{id}
        Barred POST /api/appraisal/cases/{id}/completion
        Barred PUT /api/appraisal/cases/{id}/leaves/{leafCode}
        Barred PUT /api/appraisal/cases/{id}/leaves/{leafCode}/arbitration
        Barred GET /api/appraisal/cases/{id}/leaves/{leafCode}/history
        Barred PUT /api/appraisal/cases/{id}/leaves/{leafCode}/meeting-request
        Filtered GET /api/appraisal/council-duties
        Filtered GET /api/appraisal/criteria
        Filtered GET /api/appraisal/meetings/{id}
        Harmless PUT /api/appraisal/meetings/{id}
        Filtered POST /api/appraisal/meetings/{id}/agenda
        Harmless POST /api/appraisal/meetings/{id}/closing
        Barred POST /api/appraisal/meetings/{id}/items
        Barred DELETE /api/appraisal/meetings/{id}/items/{itemId}
        Barred PUT /api/appraisal/meetings/{id}/items/{itemId}/proposal
        Barred POST /api/appraisal/meetings/{id}/items/{itemId}/settlement
        Barred PUT /api/appraisal/meetings/{id}/items/{itemId}/vote
        Barred GET /api/appraisal/meetings/{id}/minutes.docx
        Harmless POST /api/appraisal/meetings/{id}/opening
        Harmless GET /api/appraisal/phrases
        Harmless POST /api/appraisal/phrases
        Harmless DELETE /api/appraisal/phrases/{id}
        Refused GET /api/assessment/audit
        Refused GET /api/assessment/audit/export.csv
        Refused GET /api/assessment/failed-messages
        Refused GET /api/assessment/failed-messages/queues
        Refused GET /api/assessment/failed-messages/{consumer}/{id}
        Refused POST /api/assessment/failed-messages/{consumer}/redelivery
        Refused POST /api/assessment/failed-messages/{consumer}/removal
        Refused POST /api/assessment/failed-messages/{consumer}/{id}/redelivery
        Refused POST /api/assessment/failed-messages/{consumer}/{id}/removal
        Filtered GET /api/assessment/campaigns/{campaignId}/progress
        Filtered GET /api/assessment/self-assessments
        Barred GET /api/assessment/self-assessments/{id}
        Refused PUT /api/assessment/self-assessments/{id}/assignments
        Barred GET /api/assessment/self-assessments/{id}/comments
        Refused POST /api/assessment/self-assessments/{id}/comments/{commentId}/resolution
        Refused POST /api/assessment/self-assessments/{id}/contributions
        Refused POST /api/assessment/self-assessments/{id}/contributions/{unitId}/return
        Barred GET /api/assessment/self-assessments/{id}/documents
        Refused POST /api/assessment/self-assessments/{id}/documents
        Refused DELETE /api/assessment/self-assessments/{id}/documents/{documentId}
        Refused PUT /api/assessment/self-assessments/{id}/documents/{documentId}
        Barred GET /api/assessment/self-assessments/{id}/documents/{documentId}/content
        Refused PUT /api/assessment/self-assessments/{id}/entries
        Refused PUT /api/assessment/self-assessments/{id}/entries/{leafCode}
        Refused POST /api/assessment/self-assessments/{id}/entries/{leafCode}/comments
        Barred GET /api/assessment/self-assessments/{id}/evidence.zip
        Barred GET /api/assessment/self-assessments/{id}/findings
        Refused POST /api/assessment/self-assessments/{id}/hand-over
        Refused PUT /api/assessment/self-assessments/{id}/ministry-points
        Barred GET /api/assessment/self-assessments/{id}/ministry-review
        Barred GET /api/assessment/self-assessments/{id}/report.{format}
        Refused POST /api/assessment/self-assessments/{id}/reset
        Refused POST /api/assessment/self-assessments/{id}/return
        Refused PUT /api/assessment/self-assessments/{id}/situation
        Refused POST /api/assessment/self-assessments/{id}/submission
        Barred GET /api/assessment/self-assessments/{id}/submissions
        Barred GET /api/assessment/self-assessments/{id}/submissions/{earlier}/comparison/{later}
        Barred GET /api/assessment/self-assessments/{id}/submissions/{number}
        Barred GET /api/assessment/self-assessments/{id}/submissions/{number}/report.{format}
        Refused POST /api/assessment/self-assessments/{id}/supplement-requests
        Refused DELETE /api/assessment/self-assessments/{id}/supplement-requests/{requestId}
        Refused PUT /api/assessment/self-assessments/{id}/supplement-requests/{requestId}
        Refused POST /api/assessment/self-assessments/{id}/supplement-requests/{requestId}/answer
        Refused POST /api/assessment/self-assessments/{id}/supplement-requests/{requestId}/return
        Refused POST /api/assessment/self-assessments/{id}/uploads
        Refused DELETE /api/assessment/self-assessments/{id}/uploads/{uploadId}
        Refused PATCH /api/assessment/self-assessments/{id}/uploads/{uploadId}
        Barred GET /api/assessment/self-assessments/{id}/workbook
        Refused POST /api/assessment/self-assessments/{id}/workbook
        Refused GET /api/assessment/supplement-requests
        Refused GET /api/criteria/audit
        Refused GET /api/criteria/audit/export.csv
        Refused GET /api/criteria/failed-messages
        Refused GET /api/criteria/failed-messages/queues
        Refused GET /api/criteria/failed-messages/{consumer}/{id}
        Refused POST /api/criteria/failed-messages/{consumer}/redelivery
        Refused POST /api/criteria/failed-messages/{consumer}/removal
        Refused POST /api/criteria/failed-messages/{consumer}/{id}/redelivery
        Refused POST /api/criteria/failed-messages/{consumer}/{id}/removal
        Refused POST /api/criteria/calculations
        Harmless GET /api/criteria/campaigns
        Refused POST /api/criteria/campaigns
        Refused GET /api/criteria/campaigns/unit-choices
        Refused DELETE /api/criteria/campaigns/{id}
        Harmless GET /api/criteria/campaigns/{id}
        Refused PUT /api/criteria/campaigns/{id}
        Refused PUT /api/criteria/campaigns/{id}/calendar
        Refused POST /api/criteria/campaigns/{id}/extensions
        Refused GET /api/criteria/campaigns/{id}/journal
        Refused POST /api/criteria/campaigns/{id}/phases
        Refused DELETE /api/criteria/campaigns/{id}/phases/current
        Harmless GET /api/criteria/campaigns/{id}/plan
        Refused PUT /api/criteria/campaigns/{id}/plan
        Refused POST /api/criteria/campaigns/{id}/plan/steps
        Refused DELETE /api/criteria/campaigns/{id}/plan/steps/{stepId}
        Refused PUT /api/criteria/campaigns/{id}/plan/steps/{stepId}
        Refused DELETE /api/criteria/campaigns/{id}/plan/steps/{stepId}/completion
        Refused POST /api/criteria/campaigns/{id}/plan/steps/{stepId}/completion
        Refused POST /api/criteria/campaigns/{id}/plan/steps/{stepId}/files
        Refused DELETE /api/criteria/campaigns/{id}/plan/steps/{stepId}/files/{fileId}
        Harmless GET /api/criteria/campaigns/{id}/plan/steps/{stepId}/files/{fileId}
        Refused POST /api/criteria/campaigns/{id}/plan/steps/{stepId}/moves
        Refused POST /api/criteria/campaigns/{id}/plan/template
        Refused POST /api/criteria/campaigns/{id}/practice-copies
        Refused POST /api/criteria/campaigns/{id}/preparation
        Harmless GET /api/criteria/notices
        Refused GET /api/criteria/sets
        Refused POST /api/criteria/sets
        Refused POST /api/criteria/sets/blank
        Refused POST /api/criteria/sets/import
        Refused POST /api/criteria/sets/import/rows
        Refused DELETE /api/criteria/sets/{id}
        Refused GET /api/criteria/sets/{id}
        Refused PUT /api/criteria/sets/{id}
        Harmless GET /api/criteria/sets/{id}/comparison/{otherId}
        Refused PUT /api/criteria/sets/{id}/comparison/{otherId}
        Refused POST /api/criteria/sets/{id}/copies
        Refused POST /api/criteria/sets/{id}/corrections
        Refused POST /api/criteria/sets/{id}/derivations
        Refused GET /api/criteria/sets/{id}/derived
        Refused GET /api/criteria/sets/{id}/export
        Refused POST /api/criteria/sets/{id}/nodes
        Refused DELETE /api/criteria/sets/{id}/nodes/{nodeId}
        Refused GET /api/criteria/sets/{id}/nodes/{nodeId}
        Refused PUT /api/criteria/sets/{id}/nodes/{nodeId}
        Refused PUT /api/criteria/sets/{id}/nodes/{nodeId}/examples
        Refused POST /api/criteria/sets/{id}/nodes/{nodeId}/moves
        Refused POST /api/criteria/sets/{id}/nodes/{nodeId}/splits
        Refused POST /api/criteria/sets/{id}/publication
        Refused GET /api/identity/audit
        Refused GET /api/identity/audit/export.csv
        Refused GET /api/identity/failed-messages
        Refused GET /api/identity/failed-messages/queues
        Refused GET /api/identity/failed-messages/{consumer}/{id}
        Refused POST /api/identity/failed-messages/{consumer}/redelivery
        Refused POST /api/identity/failed-messages/{consumer}/removal
        Refused POST /api/identity/failed-messages/{consumer}/{id}/redelivery
        Refused POST /api/identity/failed-messages/{consumer}/{id}/removal
        Refused GET /api/identity/accounts
        Refused POST /api/identity/accounts
        Refused POST /api/identity/accounts/import
        Refused GET /api/identity/accounts/{id}
        Refused POST /api/identity/accounts/{id}/closure
        Refused POST /api/identity/accounts/{id}/invitation
        Refused DELETE /api/identity/accounts/{id}/lock
        Refused POST /api/identity/accounts/{id}/lock
        Refused POST /api/identity/accounts/{id}/password
        Refused DELETE /api/identity/accounts/{id}/second-factor
        Refused DELETE /api/identity/accounts/{id}/sessions
        Refused GET /api/identity/accounts/{id}/sessions
        Refused GET /api/identity/clients
        Refused POST /api/identity/clients
        Refused DELETE /api/identity/clients/{id}
        Refused POST /api/identity/clients/{id}/secret
        Refused GET /api/identity/colleagues
        Harmless GET /api/identity/me
        Harmless GET /api/identity/me/passkeys
        Harmless POST /api/identity/me/passkeys
        Harmless POST /api/identity/me/passkeys/challenges
        Harmless DELETE /api/identity/me/passkeys/{id}
        Harmless PUT /api/identity/me/passkeys/{id}
        Harmless POST /api/identity/me/password
        Harmless GET /api/identity/me/second-factor
        Harmless POST /api/identity/me/second-factor
        Harmless POST /api/identity/me/second-factor/enrolment
        Harmless POST /api/identity/me/second-factor/recovery-codes
        Harmless POST /api/identity/me/second-factor/removal
        Harmless DELETE /api/identity/me/sessions
        Harmless GET /api/identity/me/sessions
        Harmless DELETE /api/identity/me/sessions/{id}
        Harmless GET /api/identity/unit-types
        Refused POST /api/identity/unit-types
        Refused DELETE /api/identity/unit-types/{code}
        Refused PUT /api/identity/unit-types/{code}
        Harmless GET /api/identity/units
        Refused POST /api/identity/units
        Harmless GET /api/identity/units/groups
        Refused POST /api/identity/units/import
        Refused POST /api/identity/units/mergers
        Refused POST /api/identity/units/staffing
        Harmless GET /api/identity/units/{id}
        Refused PUT /api/identity/units/{id}
        Refused POST /api/identity/units/{id}/renaming
        Refused POST /api/identity/units/{id}/splits
        Harmless GET /api/public/v1/campaigns
        Harmless GET /api/public/v1/campaigns/{code}/corrigenda
        Harmless GET /api/public/v1/campaigns/{code}/criteria
        Harmless GET /api/public/v1/campaigns/{code}/fields
        Harmless GET /api/public/v1/campaigns/{code}/points
        Harmless GET /api/public/v1/campaigns/{code}/rankings
        Harmless GET /api/public/v1/campaigns/{code}/satisfaction
        Harmless GET /api/public/v1/campaigns/{code}/units/{unitCode}
        Harmless GET /api/public/v1/catalog
        Harmless GET /api/public/v1/codebook
        Harmless GET /api/public/v1/keys
        Harmless GET /api/public/v1/units/{unitCode}/history
        Refused GET /api/ranking/audit
        Refused GET /api/ranking/audit/export.csv
        Refused GET /api/ranking/failed-messages
        Refused GET /api/ranking/failed-messages/queues
        Refused GET /api/ranking/failed-messages/{consumer}/{id}
        Refused POST /api/ranking/failed-messages/{consumer}/redelivery
        Refused POST /api/ranking/failed-messages/{consumer}/removal
        Refused POST /api/ranking/failed-messages/{consumer}/{id}/redelivery
        Refused POST /api/ranking/failed-messages/{consumer}/{id}/removal
        Harmless GET /api/ranking/campaigns/{code}/archive
        Refused GET /api/ranking/campaigns/{code}/awards
        Refused GET /api/ranking/campaigns/{code}/document-templates
        Refused DELETE /api/ranking/campaigns/{code}/document-templates/{kind}
        Refused PUT /api/ranking/campaigns/{code}/document-templates/{kind}
        Refused GET /api/ranking/campaigns/{code}/document-templates/{kind}.docx
        Refused GET /api/ranking/campaigns/{code}/documents/{kind}.{format}
        Barred GET /api/ranking/campaigns/{code}/analysis
        Barred GET /api/ranking/campaigns/{code}/shares
        Barred GET /api/ranking/campaigns/{code}/rank-intervals
        Barred POST /api/ranking/campaigns/{code}/what-if
        Barred GET /api/ranking/campaigns/{code}/standings/{unitCode}/lifts
        Harmless GET /api/ranking/campaigns/{code}/groups/{group}/last-year/{criterionCode}
        Filtered GET /api/ranking/campaigns/{code}/last-year
        Filtered GET /api/ranking/campaigns/{code}/last-year/{unitCode}
        Refused GET /api/ranking/campaigns/{code}/heads
        Refused PUT /api/ranking/campaigns/{code}/heads/{unitCode}
        Filtered GET /api/ranking/campaigns/{code}/snapshots
        Refused POST /api/ranking/campaigns/{code}/snapshots
        Refused DELETE /api/ranking/campaigns/{code}/snapshots/{number}
        Barred GET /api/ranking/campaigns/{code}/snapshots/{number}
        Refused DELETE /api/ranking/campaigns/{code}/snapshots/{number}/approval
        Refused POST /api/ranking/campaigns/{code}/snapshots/{number}/approval
        Filtered GET /api/ranking/campaigns/{code}/standings
        Filtered GET /api/ranking/campaigns/{code}/standings/stream
        Barred GET /api/ranking/campaigns/{code}/standings/{unitCode}
        Refused POST /api/ranking/imports
        Refused GET /api/ranking/remediation-plans
        Refused POST /api/ranking/remediation-plans
        Refused GET /api/ranking/remediation-plans/for-unit/{unitCode}
        Refused GET /api/ranking/remediation-plans/items
        Refused GET /api/ranking/remediation-plans/reminders
        Refused DELETE /api/ranking/remediation-plans/{id}
        Refused GET /api/ranking/remediation-plans/{id}
        Refused POST /api/ranking/remediation-plans/{id}/approval
        Refused GET /api/ranking/remediation-plans/{id}/board
        Refused GET /api/ranking/remediation-plans/{id}/document.{format}
        Refused GET /api/ranking/remediation-plans/{id}/forecast
        Refused GET /api/ranking/remediation-plans/{id}/items
        Refused POST /api/ranking/remediation-plans/{id}/items/edits
        Refused GET /api/ranking/remediation-plans/{id}/items/{itemId}
        Refused PUT /api/ranking/remediation-plans/{id}/items/{itemId}
        Refused POST /api/ranking/remediation-plans/{id}/items/{itemId}/confirmation
        Refused PUT /api/ranking/remediation-plans/{id}/items/{itemId}/measure
        Refused POST /api/ranking/remediation-plans/{id}/items/{itemId}/reports
        Refused POST /api/ranking/remediation-plans/{id}/items/{itemId}/return
        Refused GET /api/ranking/remediation-plans/{id}/kept
        Refused GET /api/ranking/snapshots
        Refused GET /api/ranking/webhooks
        Refused POST /api/ranking/webhooks
        Refused DELETE /api/ranking/webhooks/{id}
        Refused GET /api/ranking/webhooks/{id}
        Refused PUT /api/ranking/webhooks/{id}
        Refused GET /api/ranking/webhooks/{id}/deliveries
        Refused POST /api/ranking/webhooks/{id}/deliveries/{deliveryId}/replay
        Refused DELETE /api/ranking/webhooks/{id}/pause
        Refused POST /api/ranking/webhooks/{id}/pause
        Refused POST /api/ranking/webhooks/{id}/pings
        Refused POST /api/ranking/webhooks/{id}/replays
        Refused POST /api/ranking/webhooks/{id}/secret
        Refused GET /api/survey/audit
        Refused GET /api/survey/audit/export.csv
        Refused GET /api/survey/failed-messages
        Refused GET /api/survey/failed-messages/queues
        Refused GET /api/survey/failed-messages/{consumer}/{id}
        Refused POST /api/survey/failed-messages/{consumer}/redelivery
        Refused POST /api/survey/failed-messages/{consumer}/removal
        Refused POST /api/survey/failed-messages/{consumer}/{id}/redelivery
        Refused POST /api/survey/failed-messages/{consumer}/{id}/removal
        Refused GET /api/survey/campaigns/{id}/coverage
        Refused GET /api/survey/campaigns/{id}/frames
        Refused POST /api/survey/campaigns/{id}/frames
        Refused GET /api/survey/campaigns/{id}/list-requests
        Refused POST /api/survey/campaigns/{id}/list-requests
        Refused GET /api/survey/list-requests
        Refused POST /api/survey/list-requests/{id}/frame
        Refused PUT /api/survey/list-requests/{id}/units/{unitId}/list
        Refused GET /api/survey/draws/{id}
        Refused GET /api/survey/draws/{id}/frame.csv
        Refused GET /api/survey/draws/{id}/protocol.docx
        Refused GET /api/survey/draws/{id}/sample.csv
        Refused POST /api/survey/frames/{id}/draws
        Refused DELETE /api/survey/frames/{id}/people
        Refused POST /api/survey/frames/{id}/people/search
        Refused POST /api/survey/frames/{id}/people/{number}/erasure
        Refused GET /api/survey/external-indices
        Refused PUT /api/survey/external-indices
        Harmless GET /api/survey/forms/{code}
        Harmless POST /api/survey/forms/{code}/answers
        Refused GET /api/survey/surveys
        Refused POST /api/survey/surveys
        Refused GET /api/survey/surveys/{id}
        Refused POST /api/survey/surveys/{id}/closing
        Refused POST /api/survey/surveys/{id}/opening
        Refused GET /api/survey/surveys/{id}/report.{format}
        Refused GET /api/survey/surveys/{id}/results
        Refused GET /api/survey/campaigns/{id}/leaves
        Refused GET /api/survey/field/lists
        Refused GET /api/survey/field/lists/{surveyId}
        Refused POST /api/survey/field/lists/{surveyId}/interviews
        Refused PUT /api/survey/surveys/{id}
        Refused DELETE /api/survey/surveys/{id}
        Refused GET /api/survey/surveys/{id}/answers.csv
        Refused GET /api/survey/surveys/{id}/board
        Refused GET /api/survey/surveys/{id}/codebook.csv
        Refused POST /api/survey/surveys/{id}/corrections
        Refused GET /api/survey/surveys/{id}/enumerators
        Refused PUT /api/survey/surveys/{id}/enumerators
        Refused GET /api/survey/surveys/{id}/invitations
        Refused POST /api/survey/surveys/{id}/invitations
        Refused GET /api/survey/surveys/{id}/invitations/labels
        Refused POST /api/survey/surveys/{id}/invitations/{serial}/replacement
        Refused GET /api/survey/surveys/{id}/paper-forms
        Refused POST /api/survey/surveys/{id}/paper-forms
        Refused GET /api/survey/surveys/{id}/paper-forms/{number}
        Refused POST /api/survey/surveys/{id}/paper-forms/{number}/resolution
        Refused POST /api/survey/surveys/{id}/paper-settings
        Refused GET /api/survey/surveys/{id}/preview
        Refused GET /api/survey/surveys/{id}/questionnaire.json
        Refused GET /api/survey/surveys/{id}/reminders
        Refused POST /api/survey/surveys/{id}/reminders
        Refused GET /api/survey/surveys/{id}/results.csv
        Refused GET /api/survey/surveys/{id}/statistics
        Refused GET /api/survey/surveys/{id}/submissions
        Refused POST /api/survey/surveys/{id}/submissions/import
        Refused POST /api/survey/surveys/{id}/submissions/reviews
        Refused GET /api/survey/templates
        Harmless POST /connect/invitations
        Harmless POST /connect/invitations/acceptance
        Harmless POST /connect/passkey-challenges
        Harmless GET /connect/single-sign-on
        Harmless POST /connect/single-sign-on/{provider}
        Harmless POST /connect/revocation
        Harmless POST /connect/second-factor-enrolment
        Harmless POST /connect/token
        """);

    [Fact]
    public async Task A_member_in_conflict_with_a_unit_finds_nothing_of_it_on_any_route()
    {
        await _judged.PrepareAsync();
        var homeAffairs = await province.HomeAffairsAsync();
        var member = await _judged.SignInAsync("thuky");
        var routes = (await ApiRoute.AllAsync(homeAffairs)).ToDictionary(route => $"{route}", StringComparer.Ordinal);
        Assert.True(routes.Count > 100, $"Only {routes.Count} routes are listed.");
        var unknown = routes.Keys.Where(route => !Routes.ContainsKey(route)).ToList();
        Assert.True(unknown.Count == 0, "These routes are not classified:\n" + string.Join('\n', unknown));
        Assert.Empty(Routes.Keys.Except(routes.Keys));
        Assert.Empty(Routes.Where(route => route.Value == Answer.Barred && !routes[route.Key].Permission!.BarsConflicts).Select(route => route.Key));

        // Before the conflict the member sees what is hidden afterwards: the secrets are there to be found.
        var open = await _judged.SignInAsync("an");
        var before = string.Concat(
            (await open.GetAsync($"/api/appraisal/cases/{_judged["case"]}")).GetRawText(), (await open.GetAsync($"/api/ranking/campaigns/{_judged.Code}/standings/{_judged.FirstUnit}")).GetRawText(),
            (await open.GetAsync($"/api/assessment/self-assessments/{_judged["sheet"]}/documents")).GetRawText());
        Assert.All((string[])[".713", ".337", "GIAITRINHMAT", "LYDOMAT", "77/BC-MAT", "TAILIEUMAT"], secret => Assert.Contains(secret, before, StringComparison.Ordinal));

        var wrong = new List<string>();
        foreach (var (route, expected) in Routes.OrderBy(route => route.Key, StringComparer.Ordinal))
        {
            var (method, path) = (route.Split(' ')[0], _judged.Fill(route.Split(' ')[1]));
            if (expected == Answer.Harmless && method != "GET")
            {
                continue;
            }

            var answer = path.EndsWith("/stream", StringComparison.Ordinal)
                ? await FirstEventAsync(member, path)
                : await member.SendAsync(new HttpMethod(method), path, _judged.Body(routes[route]));
            foreach (var type in (string[])["text/csv", "application/octet-stream"])
            {
                answer = answer.Status == HttpStatusCode.UnsupportedMediaType ? await member.SendAsync(new HttpMethod(method), path, new StringContent("x", System.Text.Encoding.UTF8, type)) : answer;
            }

            var fits = expected switch
            {
                Answer.Barred => answer.Status is HttpStatusCode.NotFound,
                Answer.Refused => answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Unauthorized,
                Answer.Filtered => answer.IsSuccess,
                _ => (int)answer.Status < 500,
            };
            if (!fits || JudgedCampaign.Secrets.FirstOrDefault(secret => PartsOfSeconds().Replace(answer.Body, "").Contains(secret, StringComparison.Ordinal)) is { })
            {
                wrong.Add($"{expected} {route} → {(int)answer.Status} {answer.Body[..Math.Min(answer.Body.Length, 300)]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        // Nor is the unit counted anywhere.
        Assert.Equal(1, (await member.GetAsync($"/api/appraisal/cases?campaignId={_judged["campaign"]}")).GetProperty("total").GetInt32());
        Assert.All((await member.GetAsync($"/api/appraisal/criteria?campaignId={_judged["campaign"]}")).GetProperty("items").EnumerateArray(), item => Assert.Equal(1, item.GetProperty("units").GetInt32()));
        Assert.Equal(1, (await member.GetAsync($"/api/appraisal/campaigns/{_judged["campaign"]}/progress")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await member.GetAsync($"/api/assessment/campaigns/{_judged["campaign"]}/progress")).GetProperty("total").GetInt32());
        Assert.All((await member.GetAsync($"/api/appraisal/campaigns/{_judged["campaign"]}/workload")).GetProperty("fields").EnumerateArray(), field => Assert.Equal(1, field.GetProperty("parts").GetInt32()));
        Assert.All((await member.GetAsync($"/api/appraisal/campaigns/{_judged["campaign"]}/statistics")).GetProperty("criteria").EnumerateArray(), leaf => Assert.Equal(1, leaf.GetProperty("units").GetInt32()));
        Assert.Equal(0, (await member.GetAsync($"/api/appraisal/campaigns/{_judged["campaign"]}/meetings")).GetProperty("items")[0].GetProperty("items").GetInt32());
        var standings = await member.GetAsync($"/api/ranking/campaigns/{_judged.Code}/standings");
        Assert.Equal(JsonValueKind.Null, standings.GetProperty("mean").ValueKind);
        Assert.Equal([(_judged.SecondUnit, JsonValueKind.Null)], standings.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("unitCode").GetString()!, item.GetProperty("rank").ValueKind)));
    }

    private static Dictionary<string, Answer> Table(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToDictionary(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..], line => Enum.Parse<Answer>(line.Split(' ')[0]), StringComparer.Ordinal);

    /// <summary>A stream never ends; what it says first is what there is to be seen.</summary>
    private static async Task<CCHC.Testing.Installations.Answer> FirstEventAsync(Caller member, string path)
    {
        await foreach (var item in member.FollowAsync(path))
        {
            return new(HttpStatusCode.OK, "text/event-stream", item.Data);
        }

        return new(HttpStatusCode.NoContent, MediaType: null, "");
    }

    /// <summary>The thousandths of a moment are no points.</summary>
    [GeneratedRegex(@"(?<=T\d\d:\d\d:\d\d)\.\d+", RegexOptions.None, 1000)]
    private static partial Regex PartsOfSeconds();
}
