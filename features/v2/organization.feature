# language: zh-CN
@v2 @organization @bank @sms @clock
功能: V2企业核身（纯接口）
  依据: identity_service/dzvhtp、ikp0qg

  @V2-ORG-01 @notice
  场景: 三要素一致，按到账金额认证通过
    依据: identity_service/laygml、lrwgm0、ovy1ml、qlqh9u1uhe1272gl
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
      | contextId | order-7 |
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | INIT |
    假如 调用方要求向企业打款
      | contextId | pay-1 |
    那么 调用成功
    而且 无action的回调内容为
      | result | PAY_SUCCESS |
      | pizId  | pay-1       |
      | flowId | {核身流程}  |
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process     | PAID         |
      | message     | 打款申请成功 |
      | remainTimes | 9            |
      | cnapsCode   | {企业.联行号} |
    当 时间过去3天
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | PAID_SUCCESS |
    当 调用方提交企业到账的金额
    那么 调用成功
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | ORGANFINISHED |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status                  | SUCCESS                             |
      | objectType              | ORGANIZATION                        |
      | authType                | ORGANIZATION_TRANSFER_RANDOM_AMOUNT |
      | organInfo.name          | {企业.名称}                         |
      | organInfo.certNo        | {企业.代码}                         |
      | organInfo.legalRepName  | {企业.法定代表人}                   |
    而且 无action的回调内容为
      | success   | true    |
      | contextId | order-7 |

  @V2-ORG-02
  场景: 第三次填错金额还能继续，第四次流程失败
    依据: identity_service/laygml；与页面不同，页面可以重新打款
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方要求向企业打款
    当 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 1.01 |
    那么 错误码是30502002
    当 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | "1.00" |
    而且 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 51 |
    那么 错误码是30502002
    当 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 1.01 |
    那么 错误码是30502003
    当 时间过去3天
    而且 调用方提交企业到账的金额
    那么 错误码是30500002

  @V2-ORG-03
  场景: 第七天到期以后金额不再有效
    依据: identity_service/laygml 30502014
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方要求向企业打款
    当 时间过去7天
    而且 调用方提交企业到账的金额
    那么 错误码是30502014

  @V2-ORG-04
  场景: 还没有打款就提交金额
    依据: identity_service/ovy1ml 30502013
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 0.51 |
    那么 错误码是30502013

  @V2-ORG-05
  场景大纲: 打款的参数：<字段> <值>
    依据: identity_service/laygml
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方要求向企业打款
      | <字段> | <值> |
    那么 错误码是<错误码>
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | INIT |

    例子:
      | 字段      | 值              | 错误码   |
      | bank      | 缺              | 30500100 |
      | cardNo    | "390a2345670001" | 30500101 |
      | cnapsCode | "102332000113"  | 30500101 |

  @V2-ORG-06
  场景: 反向打款，金额不对以后再付0.01元
    依据: identity_service/ha0lv7、hotxds
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/query/reversePaymentProcess"
    那么 返回数据为
      | process | INIT |
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/reversePayment"
    那么 返回数据为
      | subAccountNo  | 非空   |
      | paymentAmount | "0.01" |
    假如 企业向返回的子账号打款了0.02元
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/query/reversePaymentProcess"
    那么 返回数据为
      | process   | PAY_FAILED |
      | payAmount | "0.02"     |
    当 企业向返回的子账号打款0.01元
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/query/reversePaymentProcess"
    那么 返回数据为
      | process | ORGANFINISHED |
      | message | 流程已结束    |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | authType | ORGANIZATION_REVERSE_PAYMENT |

  @V2-ORG-07
  场景: 别的企业付款不算
    依据: identity_service/ha0lv7
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 另有法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/reversePayment"
    而且 另一家企业向返回的子账号打款0.01元
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/query/reversePaymentProcess"
    那么 返回数据为
      | process        | PAY_FAILED        |
      | oppAccountName | {另一家企业.名称} |

  @V2-ORG-08
  场景: 法定代表人在手机上签署授权书
    依据: identity_service/dyyohd、cgiwtx、ih16c4
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/signUrl"
    那么 错误码是30500051
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName    | "{别人.姓名}"  |
      | agentIdNo    | "{别人.证件号}" |
      | mobileNo     | "{手机号}"    |
      | legalRepIdNo | "{证件号}"    |
    那么 调用成功
    而且 他收到了1条签署短信
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/legalRepSignResult"
    那么 返回数据为
      | status  | SIGNING             |
      | message | 已发送通知,待签署 |
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/signUrl"
    那么 返回数据为
      | signUrl | 非空 |
    当 他在手机上打开短信里的签署链接
    而且 他用手机号核验身份
    而且 他签署授权书
    那么 签署结果是成功
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/legalRepSignResult"
    那么 返回数据为
      | status | FINISHED |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status   | SUCCESS                  |
      | authType | LEGAL_REP_SIGN_AUTHORIZE |

  @V2-ORG-09
  场景: 三要素以后发起签署必须给出法人证件号，证件号不是他的则失败
    依据: identity_service/dyyohd 30502011
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"  |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"    |
    那么 错误码是30500101
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName    | "{别人.姓名}"  |
      | agentIdNo    | "{别人.证件号}" |
      | mobileNo     | "{手机号}"    |
      | legalRepIdNo | "{别人.证件号}" |
    那么 错误码是30502011

  @V2-ORG-10
  场景: 法定代表人拒绝签署，或链接过期
    依据: identity_service/ih16c4 SIGNFAILED；有效期 Unknown，本项目的选择：七天
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业四要素核身
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"  |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"    |
    而且 时间过去7天
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/legalRepSignResult"
    那么 返回数据为
      | status | SIGNFAILED |

  @V2-ORG-11
  场景: 经办人就是法定代表人，四要素一致即通过
    依据: identity_service/ikp0qg agentFlowId
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他发起了运营商三要素核身
    而且 调用方提交了他收到的验证码
    当 调用方为企业发起企业四要素核身
      | agentFlowId | "{核身流程}" |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status        | SUCCESS                     |
      | authType      | LEGAL_REP_AUTH              |
      | agentAuthType | INDIVIDUAL_TELECOM_3_FACTOR |
      | agentFlowId   | "{前一个核身流程}"          |

  @V2-ORG-12
  场景: 经办人不是法定代表人，调用失败
    依据: identity_service/ikp0qg；错误码 Unknown，本项目的选择：30500001
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为他发起了运营商三要素核身
    而且 调用方提交了他收到的验证码
    当 调用方为企业发起企业四要素核身
      | agentFlowId | "{核身流程}" |
    那么 错误码是30500001

  @V2-ORG-13
  场景大纲: 企业三要素的参数：<字段> <值>
    依据: identity_service/dzvhtp
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业发起企业三要素核身
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段         | 值     | 错误码   |
      | name         | 缺     | 30500100 |
      | orgCode      | 缺     | 30500100 |
      | legalRepName | 缺     | 30500113 |
      | orgCode      | "123"  | 30500101 |
      | name         | "某 司" | 30500116 |
      | legalRepName | 赵无名 | 30504001 |
      | name         | 杭州别家有限公司 | 1100007 |

  @V2-ORG-14
  场景: 按名称和联行号查询支行
    依据: identity_service/duv6iv
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/subbranch"
    那么 错误码是30500100
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/subbranch?cnapsCode=10233200011x"
    那么 错误码是30500101
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/subbranch?cnapsCode=102332000112"
    那么 返回数据为
      | list[0].cnapsCode | "102332000112" |
      | list[0].province  | 浙江           |
      | list[0].city      | 宁波市         |

  @V2-ORG-15 @notice
  场景: 银行退回打款以后再打一次
    依据: identity_service/lrwgm0、qlqh9u1uhe1272gl
    假如 一个未实名的人
    而且 法定代表人是他的一家打款被退回的企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方要求向企业打款
    当 时间过去5天
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | PAID_FAILED |
    而且 无action的回调内容为
      | result | FAIL |
    当 企业的对公账户恢复正常
    而且 调用方再次要求向企业打款
    而且 时间过去5天
    而且 调用方提交企业到账的金额
    那么 调用成功

  @V2-ORG-16
  场景大纲: 查询不存在的流程：<查询>
    依据: identity_service/lrwgm0、hotxds、ih16c4 30500004
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方查询"/v2/identity/auth/pub/organization/793857367581143859/<查询>"
    那么 错误码是30500004

    例子:
      | 查询                        |
      | transferProcess             |
      | query/reversePaymentProcess |
      | legalRepSignResult          |

  @V2-ORG-17
  场景大纲: 没有给出flowId：<方法> <路径>
    依据: identity_service/geg8ga 30500102
    假如 一个未实名的人
    当 调用方以<方法>请求"<路径>"
    那么 错误码是30500102
    而且 错误信息包含"flowId参数缺失"

    例子:
      | 方法 | 路径                                                        |
      | GET  | /v2/identity/auth/api/common//detail                        |
      | GET  | /v2/identity/auth/pub/individual//face                      |
      | POST | /v2/identity/auth/api/individual//telecom3FactorAuthCode    |
      | GET  | /v2/identity/auth/pub/organization//transferProcess         |
      | POST | /v2/identity/auth/pub/organization//reversePayment          |

  @V2-ORG-20
  场景大纲: 没有给出accountId：<路径>
    依据: identity_service/geg8ga 30500101 参数错误:实名账号Id不能为空
    假如 一个未实名的人
    当 调用方以POST请求"<路径>"
      | name     | {姓名}      |
      | idNo     | "{证件号}"  |
      | mobileNo | "{手机号}"  |
    那么 错误码是30500101
    而且 错误信息包含"实名账号Id不能为空"

    例子:
      | 路径                                                       |
      | /v2/identity/auth/api/individual//telecom3Factors          |
      | /v2/identity/auth/api/organization/enterprise//fourFactors |
      | /v2/identity/auth/web//indivIdentityUrl                    |
      | /v2/identity/auth/web//orgIdentityUrl                      |

  @V2-ORG-18
  场景: 数据源没有收录的企业
    依据: identity_service/dzvhtp 1203052；哪种情形用这个码 Unknown
    假如 一个未实名的人
    而且 法定代表人是他的一家数据源没有收录的企业
    当 调用方为企业发起企业三要素核身
    那么 错误码是1203052
    而且 错误信息包含"核验信息不存在"

  @V2-ORG-19
  场景: 银行不接受打款
    依据: identity_service/laygml 1203043
    假如 一个未实名的人
    而且 法定代表人是他的一家银行不接受打款的企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方再次要求向企业打款
    那么 错误码是1203043
    而且 错误信息包含"打款失败"
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | PAID_FAILED |

  @V2-ORG-21
  场景: 一分钟内再次发起签署不成功，之后可以换一个手机号
    依据: identity_service/dyyohd；间隔 Unknown，本项目的选择：一分钟，同验证码，但不装作成功
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业四要素核身
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{别人.手机号}" |
    那么 调用成功
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    那么 错误码是30500101
    而且 他收到了0条签署短信
    当 时间过去1分钟
    而且 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    那么 调用成功
    而且 他收到了1条签署短信

  @V2-ORG-22
  场景: 一天内法定代表人证件号错五次，当天不能再发起签署
    依据: identity_service/dyyohd 30500052；次数 Unknown，取5次
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方连续5次以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName    | "{别人.姓名}"   |
      | agentIdNo    | "{别人.证件号}" |
      | mobileNo     | "{手机号}"      |
      | legalRepIdNo | "{别人.证件号}" |
    那么 错误码是30502011
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName    | "{别人.姓名}"   |
      | agentIdNo    | "{别人.证件号}" |
      | mobileNo     | "{手机号}"      |
      | legalRepIdNo | "{证件号}"      |
    那么 错误码是30500052
    当 时间过去1天
    而且 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName    | "{别人.姓名}"   |
      | agentIdNo    | "{别人.证件号}" |
      | mobileNo     | "{手机号}"      |
      | legalRepIdNo | "{证件号}"      |
    那么 调用成功

  @V2-ORG-23
  场景: 填错的金额算在流程上，重新打款不重新计
    依据: identity_service/laygml（金额错误超过3次，流程失败）
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方要求向企业打款
    当 调用方连续3次以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 1.01 |
    那么 错误码是30502002
    当 调用方再次要求向企业打款
    那么 调用成功
    当 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 1.01 |
    那么 错误码是30502003
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | FAIL |

  @V2-ORG-24
  场景: 企业自己的流程不能当作经办人的个人核身
    依据: identity_service/ikp0qg agentFlowId（已完成的个人核身）；错误码 Unknown
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他发起了运营商三要素核身
    而且 调用方提交了他收到的验证码
    而且 调用方为企业发起了企业四要素核身
      | agentFlowId | "{核身流程}" |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | SUCCESS |
    当 调用方为企业发起企业四要素核身
      | agentFlowId | "{核身流程}" |
    那么 错误码是30500001

  @V2-ORG-25 @notice
  场景: 打款没有自己的contextId时，用流程的
    依据: identity_service/laygml contextId
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
      | contextId | order-7 |
    当 调用方再次要求向企业打款
      | contextId | 缺 |
    那么 无action的回调内容为
      | result | PAY_SUCCESS |
      | pizId  | order-7     |

  @V2-ORG-26 @notice
  场景: 经办人的个人核身是企业流程的关联流程，通知里也有
    依据: identity_service/ikp0qg agentFlowId、paas_api/gixgs3o2tazg1ta1 relatedFlows、identity_service/giq1w40lx67vwofr agentServiceId
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他发起了运营商三要素核身
    而且 调用方提交了他收到的验证码
    当 调用方为企业发起企业四要素核身
      | agentFlowId | "{核身流程}" |
    那么 调用成功
    而且 无action的回调内容为
      | flowId         | {核身流程}     |
      | agentFlowId    | {前一个核身流程} |
      | agentServiceId | {前一个核身流程} |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/outline"
    那么 返回数据为
      | relatedFlows[0].flowId     | "{前一个核身流程}" |
      | relatedFlows[0].objectType | INDIVIDUAL         |
      | relatedFlows[0].flowStatus | SUCCESS            |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | agentFlowId   | "{前一个核身流程}"          |
      | agentAuthType | INDIVIDUAL_TELECOM_3_FACTOR |

  @V2-ORG-27
  场景: 法定代表人证件类型与号码不符
    依据: identity_service/ikp0qg legalRepCertType
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业发起企业四要素核身
      | legalRepCertType | INDIVIDUAL_CH_HONGKONG_MACAO |
    那么 错误码是30500118
    当 调用方为企业发起企业四要素核身
      | legalRepCertType | INDIVIDUAL_CH_IDCARD |
    那么 调用成功

  @V2-ORG-28
  场景: 用工商注册号的企业
    依据: identity_service/dzvhtp orgCode、paas_api/gixgs3o2tazg1ta1 certType
    假如 一个未实名的人
    而且 法定代表人是他的一家使用工商注册号的企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | organInfo.certNo   | "{企业.代码}"         |
      | organInfo.certType | ORGANIZATION_REG_CODE |

  @V2-ORG-29
  场景: 付款方不符时说明是谁付的
    依据: identity_service/hotxds oppAccountNo、oppAccountName
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 另有法定代表人是别人的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/reversePayment"
    而且 另一家企业向返回的子账号打款0.01元
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/query/reversePaymentProcess"
    那么 返回数据为
      | oppAccountNo   | "{另一家企业.对公账号}" |
      | oppAccountName | {另一家企业.名称}   |

  @V2-ORG-30
  场景: 法定代表人拒绝签署，一分钟后可以再次发起
    依据: identity_service/ih16c4 SIGNFAILED（超过期限或拒绝）
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业四要素核身
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    而且 他在手机上打开短信里的签署链接
    而且 他用手机号核验身份
    而且 他点击「拒绝签署」
    而且 他点击「确认拒绝签署」
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/legalRepSignResult"
    那么 返回数据为
      | status | SIGNFAILED |
    当 时间过去1分钟
    而且 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSign"
      | agentName | "{别人.姓名}"   |
      | agentIdNo | "{别人.证件号}" |
      | mobileNo  | "{手机号}"      |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/legalRepSignResult"
    那么 返回数据为
      | status | SIGNING |
