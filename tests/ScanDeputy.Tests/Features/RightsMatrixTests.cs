using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.People.Privacy;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features;

/// <summary>
/// Every role × every call × own, another's and another jurisdiction's case. The table says what must come out; a call of the API that
/// has no row fails, and so does a row whose call is gone.
/// </summary>
public sealed class RightsMatrixTests
{
    // How to read a cell of a call about a case: what the role gets for its own case, for another's in its jurisdiction, and for one of another
    // jurisdiction. Of other calls: what the role gets.
    //   y  done             c  409: sees the case, but this move is not theirs     1  401
    //   n  403              -  404: for this caller there is no such thing         o  let in; what follows is not about rights
    // The town's is the committee office of one town: another town's case is to it as another jurisdiction's.
    // A move's own case stands where the move is legal, so a "c" there is about the person.
    private static readonly object ReceptionRule = new { station = "none", recurrence = "每周五", startsOn = "2026-01-01", times = new[] { "09:00-10:00" }, dayOff = "next" };

    private static readonly Row[] Table =
    [
        //                                       nobody resident deputy keeper committee government agency supervisor admin auditor town
        new("POST   auth/wechat",                "o     o        o      o      o         o          o      o          o     o       o"),
        new("POST   auth/password",              "o     o        o      o      o         o          o      o          o     o       o"),
        // Personas that came by WeChat: what they say is their old password is none, or they have no password.
        new("POST   auth/password/change",       "1     o        o      o      o         o          o      o          o     o       o", null,
            new { oldPassword = "not-theirs", newPassword = "paper boat under the bridge" }),
        // Personas came by WeChat and have nothing begun; the forms are those of officials.
        new("GET    auth/totp",                  "1     n        y      y      y         y          y      y          y     y       y"),
        new("POST   auth/totp",                  "1     n        o      o      o         o          o      o          o     o       o", null,
            new { password = "not-theirs" }),
        new("POST   auth/totp/confirm",          "1     n        o      o      o         o          o      o          o     o       o", null,
            new { code = "123456" }),
        new("POST   auth/totp/recovery-codes",   "1     n        o      o      o         o          o      o          o     o       o", null,
            new { code = "123456" }),
        new("POST   auth/totp/remove",           "1     n        o      o      o         o          o      o          o     o       o", null,
            new { code = "123456" }),
        new("POST   auth/sms",                   "o     o        o      o      o         o          o      o          o     o       o"),
        new("POST   auth/invitation",            "o     o        o      o      o         o          o      o          o     o       o"),
        new("POST   auth/sms/verify",            "o     o        o      o      o         o          o      o          o     o       o"),
        // Open to all: the 401 is the answer to a refresh token that is none.
        new("POST   auth/refresh",               "1     1        1      1      1         1          1      1          1     1       1"),
        new("POST   auth/phone",                 "1     o        o      o      o         o          o      o          o     o       o"),
        // No such code: an official hears that, nobody else comes so far.
        new("GET    auth/desk/{id}",             "1     n        o      o      o         o          o      o          o     o       o"),
        new("POST   auth/desk/{id}/confirm",     "1     n        o      o      o         o          o      o          o     o       o"),
        new("POST   auth/desk/{id}/refuse",      "1     n        o      o      o         o          o      o          o     o       o"),
        new("POST   auth/ticket",                "1     y        y      y      y         y          y      y          y     y       y", null,
            new { path = "/my" }),
        new("POST   auth/logout",                "1     y        y      y      y         y          y      y          y     y       y"),
        new("GET    me",                         "1     y        y      y      y         y          y      y          y     y       y"),
        new("GET    stations",                   "y     y        y      y      y         y          y      y          y     y       y"),
        new("GET    districts",                  "y     y        y      y      y         y          y      y          y     y       y"),
        // Of no such place: open to all.
        new("GET    public",                     "y     y        y      y      y         y          y      y          y     y       y"),
        new("GET    public/{jurisdiction}", "- - - - - - - - - - -"),
        new("GET    public/{jurisdiction}/cases", "- - - - - - - - - - -"),
        new("GET    public/{jurisdiction}/cases/{number}", "- - - - - - - - - - -"),
        new("GET    public/{jurisdiction}/cases/{number}/photos/{id}", "- - - - - - - - - - -"),
        new("GET    public/{jurisdiction}/rates", "- - - - - - - - - - -"),
        // What is asked for is nothing: the call is open to all.
        new("GET    deputies",                   "o     o        o      o      o         o          o      o          o     o       o"),
        new("GET    station-codes/{code}",       "o     o        o      o      o         o          o      o          o     o       o"),
        // The code of the row is none.
        new("POST   station-codes/{code}/place", "o     o        o      o      o         o          o      o          o     o       o", null,
            new { lat = 34.9, lng = 118.3 }),
        new("GET    calendar/due",               "o     o        o      o      o         o          o      o          o     o       o"),
        new("GET    calendar/{year}",            "o     o        o      o      o         o          o      o          o     o       o"),
        new("GET    alerts",                     "1     y        y      y      y         y          y      y          y     y       y"),
        new("POST   alerts/{id}/read",           "1     -        -      -      -         -          -      -          -     -       -"),
        new("GET    me/alert-choices",           "1     n        n      n      n         n          n      y          n     n       n"),
        new("POST   me/alert-choices",           "1     n        n      n      n         n          n      y          n     n       n", null,
            new { stages = new[] { "handling" } }),
        new("GET    me/subscriptions",           "1     y        y      y      y         y          y      y          y     y       y"),
        new("POST   me/subscriptions",           "1     y        y      y      y         y          y      y          y     y       y", null,
            new { answers = new[] { new { template = "work", answer = "reject" } } }),
        new("POST   attachments",                "1     y        y      y      n         n          y      n          n     n       n"),
        // From a deputy it is an own suggestion.
        new("POST   cases",                      "1     o        o      o      n         n          n      n          n     n       n"),
        new("POST   suggestions",                "1     n        o      n      n         n          n      n          n     n       n"),
        new("GET    admin/stations",             "1     n        n      n      n         n          n      n          y     n       n"),
        // The station of the row is none: an administrator finds nothing there.
        new("GET    admin/stations/{id}/photos",  "1 n n n n n n n - n n"),
        new("POST   admin/stations/{id}/photos",  "1 n n n n n n n - n n"),
        new("GET    admin/stations/{id}/photos/{photo}", "1 n n n n n n n - n n"),
        new("DELETE admin/stations/{id}/photos/{photo}", "1 n n n n n n n - n n"),
        new("PUT    admin/deputies/{id}/photo",   "1 n n n n n n n - n n"),
        new("GET    admin/deputies/{id}/photo",   "1 n n n n n n n - n n"),
        new("DELETE admin/deputies/{id}/photo",   "1 n n n n n n n - n n"),
        new("GET    deputies/{id}/photo",         "o o o o o o o o o o o"),
        new("GET    admin/stations/{id}/codes",  "1     n        n      n      n         n          n      n          -     n       n"),
        new("POST   admin/stations/{id}/codes",  "1     n        n      n      n         n          n      n          -     n       n", null,
            new { placement = "大门口" }),
        new("POST   admin/stations/{id}/codes/{code}/rotate", "1 n   n      n      n         n          n      n          -     n       n", null,
            new { graceDays = 1 }),
        new("POST   admin/stations/{id}/codes/{code}/revoke", "1 n   n      n      n         n          n      n          -     n       n", null,
            new { reason = "站牌丢失" }),
        new("GET    admin/stations/{id}/codes/{code}/svg", "1 n      n      n      n         n          n      n          -     n       n"),
        new("GET    admin/stations/{id}/codes/{code}/png", "1 n      n      n      n         n          n      n          -     n       n"),
        new("GET    admin/stations/{id}/codes/{code}/miniprogram.png", "1 n n   n      n         n          n      n          -     n       n"),
        new("GET    admin/stations/{id}/codes/{code}/plate", "1 n    n      n      n         n          n      n          -     n       n"),
        new("POST   admin/codes/batch", "1 n n n n n n n o n n", null, new { stationIds = new[] { "none" }, placement = "大门口" }),
        new("GET    admin/plate-style", "1 n n n n n n n y n n"),
        new("PUT    admin/plate-style", "1 n n n n n n n o n n", null, new { colour = "#b71c1c", heading = "找代表" }),
        new("GET    admin/verification-files", "1 n n n n n n n y n n"),
        new("PUT    admin/verification-files/{name}", "1 n n n n n n n o n n", null, new { content = "abc" }),
        new("DELETE admin/verification-files/{name}", "1 n n n n n n n o n n"),
        new("POST   admin/plates", "1 n n n n n n n o n n", null, new { stationIds = new[] { "none" }, format = "a4-1" }),
        new("GET    jobs/{id}", "1 n n n n n n n - n n"),
        new("DELETE jobs/{id}", "1 n n n n n n n - n n"),
        new("GET    jobs/{id}/file", "1 n n n n n n n - n n"),
        // The row of the address is none: an administrator finds nothing there.
        new("GET    admin/deputies", "1 n n n n n n n y n n"),
        new("GET    admin/deputies/export", "1 n n n n n n n y n n"),
        new("POST   admin/deputies/import", "1 n n n n n n n o n n"),
        new("GET    admin/deputies/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/deputies", "1 n n n n n n n o n n", null, new { name = "张示", level = "county", district = "371311", term = "第十九届" }),
        new("PUT    admin/deputies/{id}", "1 n n n n n n n - n n", null, new { name = "张示", level = "county", district = "371311", term = "第十九届" }),
        new("POST   admin/deputies/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/deputies/{id}/reopen", "1 n n n n n n n - n n"),
        new("GET    admin/agencies", "1 n n n n n n n y n n"),
        new("GET    admin/agencies/export", "1 n n n n n n n y n n"),
        new("POST   admin/agencies/import", "1 n n n n n n n o n n"),
        new("GET    admin/agencies/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/agencies", "1 n n n n n n n o n n", null, new { name = "测试单位", district = "371311" }),
        new("PUT    admin/agencies/{id}", "1 n n n n n n n - n n", null, new { name = "测试单位", district = "371311" }),
        new("POST   admin/agencies/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/agencies/{id}/reopen", "1 n n n n n n n - n n"),
        new("GET    admin/categories", "1 n n n n n n n y n n"),
        new("GET    admin/categories/export", "1 n n n n n n n y n n"),
        new("POST   admin/categories/import", "1 n n n n n n n o n n"),
        new("GET    admin/categories/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/categories", "1 n n n n n n n o n n", null, new { number = "rights-test", name = "测试", position = 99 }),
        new("PUT    admin/categories/{id}", "1 n n n n n n n - n n", null, new { number = "rights-test", name = "测试", position = 99 }),
        new("POST   admin/categories/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/categories/{id}/reopen", "1 n n n n n n n - n n"),
        new("GET    admin/agency-rules", "1 n n n n n n n y n n"),
        new("GET    admin/agency-rules/export", "1 n n n n n n n y n n"),
        new("POST   admin/agency-rules/import", "1 n n n n n n n o n n"),
        new("GET    admin/agency-rules/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/agency-rules", "1 n n n n n n n o n n", null, new { district = "371311", category = "none", agency = "none" }),
        new("PUT    admin/agency-rules/{id}", "1 n n n n n n n - n n", null, new { district = "371311", category = "none", agency = "none" }),
        new("DELETE admin/agency-rules/{id}", "1 n n n n n n n - n n"),
        new("GET    admin/answer-templates", "1 n n n n n n n y n n"),
        new("GET    admin/answer-templates/export", "1 n n n n n n n y n n"),
        new("POST   admin/answer-templates/import", "1 n n n n n n n o n n"),
        new("GET    admin/answer-templates/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/answer-templates", "1 n n n n n n n y n n", null, new { move = "answer", title = "已收到", text = "已收到。" }),
        new("PUT    admin/answer-templates/{id}", "1 n n n n n n n - n n", null, new { move = "answer", title = "已收到", text = "已收到。" }),
        new("POST   admin/answer-templates/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/answer-templates/{id}/reopen", "1 n n n n n n n - n n"),
        new("GET    admin/constituencies", "1 n n n n n n n y n n"),
        new("GET    admin/constituencies/export", "1 n n n n n n n y n n"),
        new("POST   admin/constituencies/import", "1 n n n n n n n o n n"),
        new("GET    admin/constituencies/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/constituencies", "1 n n n n n n n o n n", null, new { name = "测试选区", level = "county", districts = new[] { "371311001001" } }),
        new("PUT    admin/constituencies/{id}", "1 n n n n n n n - n n", null, new { name = "测试选区", level = "county", districts = new[] { "371311001001" } }),
        new("POST   admin/constituencies/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/constituencies/{id}/reopen", "1 n n n n n n n - n n"),
        new("GET    admin/districts", "1 n n n n n n n y n n"),
        new("GET    admin/districts/export", "1 n n n n n n n y n n"),
        new("POST   admin/districts/import", "1 n n n n n n n o n n"),
        new("GET    admin/districts/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/districts", "1 n n n n n n n o n n", null, new { code = "371311999", name = "测试街道" }),
        new("POST   admin/districts/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/districts/{id}/reopen", "1 n n n n n n n - n n"),
        new("PUT    admin/districts/{id}", "1 n n n n n n n - n n", null, new { code = "371311999", name = "测试街道" }),
        new("GET    admin/stations/export", "1 n n n n n n n y n n"),
        new("POST   admin/stations/import", "1 n n n n n n n o n n"),
        new("GET    admin/stations/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/stations", "1 n n n n n n n o n n", null, new { name = "测试站", kind = "liaison", district = "371311", address = "某路", openingHours = "周一" }),
        new("PUT    admin/stations/{id}", "1 n n n n n n n - n n", null, new { name = "测试站", kind = "liaison", district = "371311", address = "某路", openingHours = "周一" }),
        new("POST   admin/stations/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/stations/{id}/reopen", "1 n n n n n n n - n n"),
        new("GET    admin/checklist", "1 n n n n n n n y n n"),
        new("GET    admin/stations/{id}/deputies", "1 n n n n n n n - n n"),
        new("PUT    admin/stations/{id}/deputies", "1 n n n n n n n - n n", null, new { deputies = Array.Empty<string>() }),
        new("GET    admin/audit", "1 n n n n n n n y y n"),
        new("GET    admin/audit/export", "1 n n n n n n n y y n"),
        new("POST   admin/import",               "1     n        n      n      n         n          n      n          o     n       n"),
        new("POST   admin/import/marked",        "1     n        n      n      n         n          n      n          o     n       n"),
        new("GET    admin/import/template",      "1     n        n      n      n         n          n      n          y     n       n"),
        new("GET    admin/policies",             "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/policies/preview",     "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/policies",             "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/policies/recompute",   "1     n        n      n      n         n          n      n          o     n       n"),
        new("GET    admin/calendars",            "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/calendars/preview",    "1     n        n      n      n         n          n      n          o     n       n"),
        new("POST   admin/calendars",            "1     n        n      n      n         n          n      n          o     n       n"),
        new("POST   admin/deputies/{id}/leave",  "1     n        n      n      -         n          n      n          -     n       n", null,
            new { reason = "任期届满" }),
        new("GET    admin/duties",               "1     n        n      n      n         n          n      n          y     n       n"),
        new("PUT    admin/duties",               "1     n        n      n      n         n          n      n          y     n       n", null,
            new { separated = false }),
        new("GET    admin/staff",                "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/staff",                "1     n        n      n      n         n          n      n          o     n       n", null,
            new { userName = "zk-rights", name = "新来员", roles = new[] { "auditor" } }),
        // Nobody has this id: an administrator finds nothing there.
        new("GET    admin/terms",                "1 n n n y n n n y n n"),
        new("POST   admin/terms",                "1 n n n o n n n o n n"),
        new("GET    admin/terms/export",         "1 n n n y n n n y n n"),
        new("POST   admin/terms/import",         "1 n n n o n n n o n n"),
        new("GET    admin/terms/{id}",           "1 n n n - n n n - n n"),
        new("PUT    admin/terms/{id}",           "1 n n n - n n n - n n", null, new { level = "county", name = "第二十届", firstOn = "2027-01-10" }),
        new("GET    admin/terms/{id}/consequences", "1 n n n - n n n - n n"),
        new("POST   admin/terms/{id}/end",       "1 n n n - n n n - n n", null,
            new { lastOn = "2026-06-30" }),
        new("GET    admin/staff/export",         "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/staff/import",         "1     n        n      n      n         n          n      n          o     n       n"),
        new("GET    admin/staff/{id}",           "1     n        n      n      n         n          n      n          -     n       n"),
        new("PUT    admin/staff/{id}",           "1     n        n      n      n         n          n      n          -     n       n", null,
            new { name = "新来员", roles = new[] { "auditor" } }),
        new("GET    admin/staff/proposals",      "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/staff/{id}/proposal/confirm", "1 n n n n n n n - n n"),
        new("POST   admin/staff/{id}/proposal/refuse", "1 n n n n n n n - n n"),
        new("POST   admin/staff/{id}/reopen",    "1     n        n      n      n         n          n      n          -     n       n"),
        new("GET    admin/staff/{id}/sessions",  "1     n        n      n      n         n          n      n          -     n       n"),
        new("POST   admin/staff/{id}/sessions/end", "1 n n n n n n n - n n"),
        new("POST   admin/staff/{id}/totp/reset","1     n        n      n      n         n          n      n          -     n       n"),
        new("POST   admin/staff/{id}/password",  "1     n        n      n      n         n          n      n          -     n       n"),
        new("POST   admin/staff/{id}/invite",    "1     n        n      n      n         n          n      n          -     n       n"),
        new("POST   admin/staff/{id}/leave",     "1     n        n      n      n         n          n      n          -     n       n", null,
            new { }),
        new("POST   admin/staff/{id}/unbind",    "1     n        n      n      n         n          n      n          -     n       n", null,
            new { weChat = true, reason = "换了微信" }),
        new("POST   admin/staff/{id}/away",      "1     n        n      n      -         n          n      n          -     n       n", null,
            new { from = "2026-05-18", until = "2026-05-20", substituteId = "nobody" }),
        new("GET    me/away",                    "1     n        y      y      y         y          y      y          y     y       y"),
        new("DELETE me/away/{id}",               "1     n        -      -      -         -          -      -          -     -       -"),
        new("POST   me/away",                    "1     n        o      o      o         o          o      o          o     o       o", null,
            new { from = "2026-05-18", until = "2026-05-20", substituteId = "nobody" }),
        new("GET    cases",                      "1     y        y      y      y         y          y      y          y     y       y"),
        new("GET    cases/{id}",                 "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        new("GET    cases/{id}/events",          "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        new("GET    cases/{id}/stages",          "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        new("GET    attachments/{id}",           "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        // Nothing was held yet: it is found, and that is all.
        new("POST   attachments/{id}/release",   "1     nnn      nnn    nnn    oo-       nnn        nnn    nnn        nnn   nnn     o--"),
        new("POST   cases/{id}/release",         "1     nnn      nnn    nnn    oo-       nnn        nnn    nnn        nnn   nnn     o--"),
        new("GET    cases/{id}/file.zip",        "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        new("GET    cases/{id}/papers",          "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        new("GET    cases/{id}/papers/{kind}",   "1     ---      ---    ---    ---       ---        ---    ---        ---   ---     ---"),
        new("POST   cases/preview",              "1     o        o      o      n         n          n      n          n     n       n"),
        new("POST   cases/similar",              "1     o        o      o      n         n          n      n          n     n       n"),
        new("GET    cases/{id}/proposal",        "1     n--      n--    n--    nn-       yy-        n--    nn-        nn-   nn-     n--"),
        new("GET    cases/{id}/templates",       "1     n--      o--    n--    oo-       oo-        o--    oo-        nn-   nn-     o--") { Query = "?move=answer" },
        new("GET    agencies",                   "1     n        y      y      y         y          y      y          y     y       y"),
        new("GET    admin/reception-rules", "1 n n n n n n n y n n"),
        new("GET    admin/reception-rules/export", "1 n n n n n n n y n n"),
        new("POST   admin/reception-rules/import", "1 n n n n n n n o n n"),
        new("GET    admin/reception-rules/{id}", "1 n n n n n n n - n n"),
        new("POST   admin/reception-rules", "1 n n n n n n n o n n", null, ReceptionRule),
        new("PUT    admin/reception-rules/{id}", "1 n n n n n n n - n n", null, ReceptionRule),
        new("POST   admin/reception-rules/{id}/close", "1 n n n n n n n - n n"),
        new("POST   admin/reception-rules/{id}/reopen", "1 n n n n n n n - n n"),
        new("POST   admin/reception-rules/preview", "1 n n n n n n n o n n", null, ReceptionRule),
        new("GET    receptions", "o o o o o o o o o o o"),
        new("POST   receptions/{id}/booking", "1 - n n n n n n n n n", null, new { subject = "谈谈路灯" }),
        new("DELETE receptions/{id}/booking", "1 - n n n n n n n n n"),
        new("GET    ratings/{token}", "- - - - - - - - - - -"),
        new("POST   ratings/{token}", "- - - - - - - - - - -", null, new { grade = "satisfied" }),
        new("GET    me/sessions",                "1     y        y      y      y         y          y      y          y     y       y"),
        // Of the caller's none has this id.
        new("DELETE me/sessions/{id}",           "1     -        -      -      -         -          -      -          -     -       -"),
        new("POST   me/sessions/end",            "1     y        y      y      y         y          y      y          y     y       y"),
        new("GET    me/privacy",                 "1     y        y      y      y         y          y      y          y     y       y"),
        new("POST   me/privacy",                 "1     y        y      y      y         y          y      y          y     y       y", null,
            new { version = PrivacyNotice.Current.Version }),
        new("GET    me/data",                    "1     y        y      y      y         y          y      y          y     y       y"),
        // Nobody writes what it asks for.
        new("POST   me/delete",                  "1     o        o      o      o         o          o      o          o     o       o", null,
            new { confirm = "no" }),
        new("GET    me/receptions", "1 n y n n n n n n n n"),
        new("GET    admin/reception-rules/rota", "1 n n n n n n n y n n"),
        new("GET    bookings", "1 y n n n n n n n n n"),
        new("GET    reception-desk", "1 n n y n n n n n n n"),
        new("POST   reception-desk/receptions/{id}/visitors", "1 n n - n n n n n n n", null, new { name = "张三" }),
        new("POST   reception-desk/visitors/{id}/arrival", "1 n n - n n n n n n n"),
        new("PUT    reception-desk/visitors/{id}/note", "1 n n - n n n n n n n", null, new { note = "已解释" }),
        new("GET    admin/agency-rules/try",     "1     n        n      n      n         n          n      n          o     n       n"),
        new("GET    admin/agency-rules/gaps", "1 n n n n n n n y n n"),
        new("GET    admin/agency-rules/gaps/export", "1 n n n n n n n y n n"),
        // The person of the town is of the committee's office.
        new("GET    admin/uncovered-cases",      "1     n        n      n      n         y          n      n          y     n       n"),
        new("GET    admin/uncovered-cases/export", "1     n        n      n      n         y          n      n          y     n       n"),
        new("GET    cases/{id}/similar",         "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        // One's own needs no following; another's that is not published does not exist.
        new("POST   cases/{id}/seen",            "1     y--      y--    y--    yy-       yy-        y--    yy-        yy-   yy-     y--"),
        new("POST   cases/{id}/follow",          "1     y--      nnn    nnn    nnn       nnn        nnn    nnn        nnn   nnn     nnn"),
        new("DELETE cases/{id}/follow",          "1     y--      nnn    nnn    nnn       nnn        nnn    nnn        nnn   nnn     nnn"),
        // The author's alone.
        new("GET    cases/{id}/consents",        "1     y--      ---    ---    nnn       nnn        nnn    nnn        nnn   nnn     nnn"),
        new("DELETE cases/{id}/consents/{consent}", "1  y--      ---    ---    nnn       nnn        nnn    nnn        nnn   nnn     nnn"),
        new("GET    admin/outbox",               "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/outbox/{id}/retry",    "1     n        n      n      n         n          n      n          -     n       n"),
        new("GET    admin/parked",               "1     n        n      n      n         n          n      n          y     n       n"),
        new("POST   admin/parked/{id}/retry",    "1     n        n      n      n         n          n      n          -     n       n"),
        new("POST   cases/{id}/answer",          "1     c--      y--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received",
            new { text = "已与物业联系，三日内修好路灯。" }),
        new("POST   cases/{id}/adopt",           "1     c--      y--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received",
            new { suggestionTitle = "关于维修村口路灯的建议", note = "请办理" }),
        new("POST   cases/{id}/redirect",        "1     c--      y--    c--    yc-       cc-        ---    cc-        cc-   cc-     y--", "received",
            new { reason = "notCompetent", destination = "hotline12345", text = "请拨打 12345 反映，由热线统一派单。" }),
        new("POST   cases/{id}/supplement",      "1     y--      c--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received",
            new { text = "补充：第三根灯杆也不亮了。", attachmentIds = Array.Empty<string>() }),
        new("POST   cases/{id}/withdraw",        "1     y--      c--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received",
            new { reason = "问题已经自行解决" }),
        // A report has no co-signers; OwnSuggestionTests have what is done to a suggestion.
        new("POST   cases/{id}/ask-co-signers",  "1     c--      c--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received",
            new { coSignerIds = new[] { "nobody" } }),
        new("POST   cases/{id}/co-sign",         "1     c--      c--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received",
            new { agreed = true }),
        // Nothing is late yet; UrgeTests have what may be done afterwards.
        new("POST   cases/{id}/urge",            "1     c--      c--    c--    cc-       cc-        ---    cc-        cc-   cc-     c--", "received"),
        new("POST   cases/{id}/handover",        "1     c--      c--    c--    yc-       cc-        ---    cc-        cc-   cc-     y--", "adopted",
            new { note = "请研究办理" }),
        new("POST   cases/{id}/assign",          "1     c--      c--    c--    cc-       yc-        ---    cc-        cc-   cc-     c--", "handedOver",
            new { leadAgencyId = RightsWorld.Agency, coAgencyIds = Array.Empty<string>(), note = "请主办" }),
        new("POST   cases/{id}/sign",            "1     c--      c--    c--    cc-       cc-        y--    cc-        cc-   cc-     c--", "assigned", new { }),
        new("POST   cases/{id}/reply",           "1     c--      c--    c--    cc-       cc-        y--    cc-        cc-   cc-     c--", "handling",
            new { outcome = "solved", publicText = "路灯已经更换，恢复照明。", attachmentIds = Array.Empty<string>() }),
        new("POST   cases/{id}/accept",          "1     c--      y--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "replied", new { note = "认可" }),
        new("POST   cases/{id}/reject",          "1     c--      y--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "replied",
            new { reason = "现场仍有两盏灯不亮" }),
        new("POST   cases/{id}/evaluate",        "1     y--      c--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "accepted",
            new { grade = "satisfied", text = "谢谢" }),
        new("POST   cases/{id}/transfer",        "1     c--      o--    c--    oc-       cc-        ---    cc-        cc-   cc-     o--", "received",
            new { deputyId = "nobody", note = "请接手" }),
        new("POST   cases/{id}/merge",           "1     c--      o--    c--    oc-       cc-        ---    cc-        cc-   cc-     o--", "received",
            new { intoCaseId = "none", note = "同一件事" }),
        new("POST   cases/{id}/return-to-deputy","1     c--      c--    c--    yc-       cc-        ---    cc-        cc-   cc-     y--", "adopted",
            new { reason = "情况不清，请补充核实后再提" }),
        new("POST   cases/{id}/return-to-office","1     c--      c--    c--    cc-       cc-        y--    cc-        cc-   cc-     c--", "assigned",
            new { reason = "不属于我局职责，请交住建部门办理" }),
        new("POST   cases/{id}/co-opinion",      "1     c--      c--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "assigned",
            new { text = "同意主办单位的意见。" }),
        new("POST   cases/{id}/log-contact",     "1     c--      c--    c--    cc-       cc-        y--    cc-        cc-   cc-     c--", "handling",
            new { phase = "during", on = "2026-05-15", way = "phone", with = "deputy", who = "宋问津", text = "电话沟通了维修时间。" }),
        new("POST   cases/{id}/pause",           "1     c--      c--    c--    cc-       yc-        y--    cc-        cc-   cc-     c--", "handling",
            new { reason = "等待居民补充材料" }),
        new("POST   cases/{id}/resume",          "1     c--      c--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "handling",
            new { }),
        new("POST   cases/{id}/extension",       "1     c--      c--    c--    cc-       cc-        y--    cc-        cc-   cc-     c--", "handling",
            new { days = 3, reason = "配件到货需要时间" }),
        new("POST   cases/{id}/extension-decision","1     c--      c--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "handling",
            new { granted = true, note = "同意" }),
        new("POST   cases/{id}/pause-decision",    "1     c--      c--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "handling",
            new { granted = true, note = "同意" }),
        new("POST   cases/{id}/supervise",       "1     c--      c--    c--    cc-       cc-        ---    oo-        cc-   cc-     c--", "received",
            new { level = 1, text = "请尽快办理并说明情况。", answerBy = "2026-12-31" }),
        new("POST   cases/{id}/supervision-answer","1     c--      c--    c--    cc-       cc-        c--    cc-        cc-   cc-     c--", "handling",
            new { text = "已经安排，三日内完成。" }),
    ];

    private const string Prefix = "/api/v1/";

    [Fact]
    public async Task Every_call_of_the_api_has_a_row_and_every_row_a_call()
    {
        await using var server = await TestServer.StartAsync();
        var calls =
            from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
            where path.StartsWith(Prefix, StringComparison.Ordinal)
            from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            select $"{method} {path[Prefix.Length..]}";
        Assert.Equal(calls.Distinct().Order(StringComparer.Ordinal), Table.Select(row => row.Call).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_role_gets_what_its_cell_says()
    {
        await using var server = await TestServer.StartAsync();
        using var world = await RightsWorld.BuildAsync(server);
        var faults = new List<string>();
        foreach (var row in Table)
        {
            var state = row.State is null ? null : await world.BringOwnCaseToAsync(row.State);
            // Whoever may make the move does so after all others have tried.
            foreach (var (role, cell) in RightsWorld.Roles.Zip(row.Cells).OrderBy(pair => pair.Second[0] == 'y'))
            {
                if (state is not null && cell[0] == 'y' && world.OwnCaseWasMoved)
                    await world.BringOwnCaseToAsync(row.State!);
                for (var i = 0; i < cell.Length; i++)
                {
                    var got = Letter(await world.CallAsync(role, row.Method, row.Path + row.Query, i, row.Body));
                    if (cell[i] != got && !(cell[i] == 'o' && got is not ('1' or 'n')))
                        faults.Add($"{row.Call} by {role}, {RightsWorld.Places[i]}: {got} instead of {cell[i]}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task The_neighbours_see_nothing_of_a_case_in_any_way()
    {
        await using var server = await TestServer.StartAsync();
        using var world = await RightsWorld.BuildAsync(server);
        foreach (var persona in (string[])["resident-4", "deputy-4", "committee-2", "government-2", "agency-4", "admin-2"])
        {
            using var client = await server.AsAsync(persona);
            foreach (var path in world.PathsOfOwnCase())
                (await client.GetAsync(path)).Expect(HttpStatusCode.NotFound, "not_found");
            foreach (var row in Table.Where(row => row.State is not null))
                (await client.PostAsync(world.PathOfOwnCase(row.Path), row.Body, version: 1)).Expect(HttpStatusCode.NotFound, "not_found");
            foreach (var filter in (string[])["", "&q=LZ-", "&q=" + Uri.EscapeDataString("路灯"), "&district=371311", "&overdue=true", "&status=received"])
            {
                foreach (var role in (string[])["mine", "inbox", "all"])
                {
                    var list = (await client.GetAsync($"/api/v1/cases?limit=100&role={role}{filter}")).Expect(HttpStatusCode.OK);
                    Assert.All(list["items"].AsArray(), item => Assert.StartsWith("371302", (string)item!["district"]!["code"]!, StringComparison.Ordinal));
                }
            }
        }
    }

    private static char Letter(ApiAnswer answer) => (int)answer.Status switch
    {
        >= 200 and < 300 => 'y',
        401 when answer.Code == "unauthenticated" => '1',
        403 when answer.Code == "forbidden" => 'n',
        404 when answer.Code == "not_found" => '-',
        409 when answer.Code == "move_not_allowed" => 'c',
        _ => '?',
    };

    /// <param name="State">For a move: where its own case must stand.</param>
    private sealed record Row(string Where, string What, string? State = null, object? Body = null)
    {
        public string Method => Where.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

        public string Path => Where.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

        /// <summary>What the call cannot do without.</summary>
        public string Query { get; init; } = "";

        public string Call => $"{Method} {Path}";

        public string[] Cells => What.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
