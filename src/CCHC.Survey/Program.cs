using CCHC.Contracts.Criteria;
using CCHC.OfficialDocuments;
using CCHC.Scoring;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Survey.Data;
using CCHC.Survey.Draws;
using CCHC.Survey.ExternalIndices;
using CCHC.Survey.FieldWork;
using CCHC.Survey.Forms;
using CCHC.Survey.Invitations;
using CCHC.Survey.PaperForms;
using CCHC.Survey.Surveys;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddPersistence<SurveyDbContext>("survey-db", Gauges.All);
builder.AddMessaging("survey", typeof(SurveyDbContext).Assembly, subject: nameof(CampaignWiped.CampaignId));
builder.Services.AddOptions<Letterhead>().BindConfiguration("Reports");
builder.Services.AddValidation();
builder.Services.AddForms();
builder.Services.AddInvitations();
builder.Services.AddFrames();
builder.Services.ConfigureHttpJsonOptions(options => ScoringJson.Configure(options.SerializerOptions));

var app = builder.Build();

app.UseServiceDefaults("survey");
app.MapSurveys();
app.MapForms();
app.MapInvitations();
app.MapPaperForms();
app.MapFieldWork();
app.MapExternalIndices();
app.MapDraws();

await app.RunServiceAsync<SurveyDbContext>(args);
