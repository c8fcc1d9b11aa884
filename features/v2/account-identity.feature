# language: zh-CN
@v2 @sms @clock
功能: V2账号实名
  依据: paas_api/qg3ym0、qq9ftv、io1yrd、eaug1b、apt5qk、gg5fbz、ioggbz

  @V2-IDENTITY-01 @person @notice
  场景: 姓名与证件号取自账号，认证后回调带账号
    依据: paas_api/qg3ym0, paas_api/kr4oammn0vbuxuog accountId
    假如 一个未实名的人
    而且 调用方为他创建了账号
    当 调用方为他的账号发起运营商三要素实名
      | contextId | order-7 |
    那么 调用成功
    当 调用方提交他收到的验证码
    那么 调用成功
    而且 无action的回调内容为
      | flowId    | {核身流程} |
      | accountId | {账号ID}   |
      | success   | true       |
      | contextId | order-7    |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status              | SUCCESS  |
      | indivInfo.accountId | {账号ID} |
      | indivInfo.name      | {姓名}   |
      | indivInfo.certNo    | {证件号} |

  @V2-IDENTITY-02 @person
  场景: 已实名的账号，默认可以再次认证，repetition为false则不可
    依据: paas_api/qg3ym0 repetition；identity_service/geg8ga 30500152
    假如 一个未实名的人
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    当 调用方为他的账号发起银行卡四要素实名
    那么 调用成功
    当 调用方为他的账号发起银行卡四要素实名
      | repetition | false |
    那么 错误码是30500152

  @V2-IDENTITY-03 @person
  场景: 改名后变为未实名
    依据: identity_service/rsu8sg
    假如 一个未实名的人
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    当 调用方以PUT请求"/v1/accounts/{账号ID}"
      | name | 王改名 |
    那么 调用成功
    当 调用方以PUT请求"/v1/accounts/{账号ID}"
      | name | {姓名} |
    那么 调用成功
    当 调用方为他的账号发起运营商三要素实名
      | repetition | false |
    那么 调用成功

  @V2-IDENTITY-04 @person
  场景大纲: 账号缺少<字段>
    依据: identity_service/geg8ga 30500154
    假如 一个未实名的人
    而且 调用方为他创建了账号
      | <字段> | 缺 |
    当 调用方为他的账号发起运营商三要素实名
    那么 错误码是<错误码>
    而且 错误信息包含"个人用户基本信息缺少必要属性"

    例子:
      | 字段     | 错误码   |
      | name     | 30500154 |
      | idNumber | 30500154 |

  @V2-IDENTITY-05 @person
  场景大纲: 旧版页面的错误码：<字段>
    依据: paas_api/qg3ym0 旧版页面 30500154、30500155；与公共错误码冲突 Unknown，本项目的选择：可切换
    假如 一个未实名的人
    而且 规则older_codes改为true
    而且 调用方为他创建了账号
      | <字段> | 缺 |
    当 调用方为他的账号发起运营商三要素实名
    那么 错误码是<错误码>
    而且 错误信息包含"<信息>"

    例子:
      | 字段     | 错误码   | 信息                     |
      | name     | 30500154 | 待实名个人姓名未设置     |
      | idNumber | 30500155 | 待实名个人身份证号未设置 |

  @V2-IDENTITY-06 @person
  场景: 旧版页面的错误码：已实名
    依据: paas_api/qg3ym0 旧版页面 30500153；与公共错误码冲突 Unknown，本项目的选择：可切换
    假如 一个未实名的人
    而且 规则older_codes改为true
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    当 调用方为他的账号发起运营商三要素实名
      | repetition | false |
    那么 错误码是30500153

  @V2-IDENTITY-07 @person
  场景: 账号不存在
    依据: identity_service/geg8ga 30500156
    假如 一个未实名的人
    而且 调用方为他创建了账号
    当 调用方以DELETE请求"/v1/accounts/{账号ID}"
    那么 调用成功
    当 调用方为他的账号发起运营商三要素实名
    那么 错误码是30500156
    当 调用方为他的账号发起页面实名
    那么 错误码是30500156

  @V2-IDENTITY-08 @person
  场景: 账号刷脸
    依据: paas_api/io1yrd
    假如 一个未实名的人
    而且 调用方为他创建了账号
    当 调用方为他的账号发起刷脸实名
    那么 返回数据为
      | flowId  | 非空 |
      | authUrl | 非空 |
    假如 他在手机上打开了刷脸链接
    当 他在手机上眨眼完成刷脸
    而且 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status | SUCCESS |
    而且 无action的回调内容为
      | accountId | {账号ID} |

  @V2-IDENTITY-09 @person
  场景大纲: 账号的起始调用写错参数：<字段> <值>
    依据: paas_api/qq9ftv；各用哪个码 Unknown，本项目的选择：公共错误码
    假如 一个未实名的人
    而且 调用方为他创建了账号
    当 调用方为他的账号发起<方式>实名
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 方式         | 字段         | 值    | 错误码   |
      | 银行卡四要素 | mobileNo     | 缺    | 30500106 |
      | 银行卡四要素 | bankCardNo   | 缺    | 30500107 |
      | 刷脸         | faceauthMode | 缺    | 30500100 |
      | 刷脸         | faceauthMode | VIDEO | 30500101 |

  @V2-IDENTITY-10 @person @page
  场景: 页面上账号的姓名和证件号不可修改
    依据: paas_api/eaug1b；锁定是客户端的用法
    假如 一个未实名的人
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了页面实名
    而且 他在电脑上打开了链接
    当 他点击「手机号认证」
    那么 「姓名」中是"{姓名}"
    而且 「姓名」不可修改
    而且 「证件号」不可修改
    当 他填写其余信息并同意
    而且 他获取验证码
    而且 他输入收到的验证码并提交
    那么 认证结果是通过
    而且 无action的回调内容为
      | accountId | {账号ID} |
    当 调用方为他的账号发起页面实名
      | repeatIdentity | false |
    那么 错误码是30500152

  @V2-IDENTITY-11 @person @page
  场景: 页面上补填的姓名和证件号，认证后写入账号
    依据: paas_api/eaug1b；是否写入 Unknown，本项目的选择：写入
    假如 一个未实名的人
    而且 调用方为他创建了账号
      | name     | 缺 |
      | idNumber | 缺 |
    而且 调用方为他的账号发起了页面实名
    而且 他在电脑上打开了链接
    当 他完成手机号认证
    那么 认证结果是通过
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 返回数据为
      | name     | {姓名}   |
      | idNumber | {证件号} |

  @V2-IDENTITY-12 @person @notice
  场景: 回调未被接收，3秒和6秒后重试，共3次
    依据: paas_api/kr4oammn0vbuxuog；核身为1秒和5秒
    假如 一个未实名的人
    而且 接收方先回答3次500
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    当 时间过去2秒
    那么 接收方一共收到1次投递
    当 时间过去1秒
    那么 接收方一共收到2次投递
    当 时间过去5秒
    那么 接收方一共收到2次投递
    当 时间过去1秒
    那么 接收方一共收到3次投递
    当 时间过去1天
    那么 接收方一共收到3次投递

  @V2-IDENTITY-13 @organization @bank @notice
  场景: 经办人已实名，企业账号对公打款认证通过
    依据: paas_api/apt5qk, paas_api/que5t5g8bc1yelag, identity_service/zoeoz9z8y80wi76z
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业三要素实名
      | contextId | order-8 |
    那么 调用成功
    假如 调用方要求向企业打款
    当 时间过去3天
    而且 调用方提交企业到账的金额
    那么 调用成功
    而且 无action的回调内容为
      | flowId         | {核身流程} |
      | accountId      | {企业账号} |
      | orgAccountId   | {企业账号} |
      | agentAccountId | {账号ID}   |
      | success        | true       |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status                 | SUCCESS           |
      | organInfo.accountId    | {企业账号}        |
      | organInfo.name         | {企业.名称}       |
      | organInfo.certNo       | {企业.代码}       |
      | organInfo.legalRepName | {企业.法定代表人} |
    当 调用方为企业的账号发起企业三要素实名
      | repetition | false |
    那么 错误码是30500152

  @V2-IDENTITY-14 @organization
  场景: 经办人未实名
    依据: paas_api/apt5qk 30502008
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业三要素实名
    那么 错误码是30502008
    当 调用方为企业的账号发起企业四要素实名
    那么 错误码是30502008
    当 调用方为企业的账号发起企业三要素实名
      | agentAccountId | 缺 |
    那么 错误码是30500100

  @V2-IDENTITY-15 @organization
  场景大纲: 企业账号缺少<字段>
    依据: paas_api/apt5qk 30502005；identity_service/geg8ga 30500113、30500155
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
      | <字段> | 缺 |
    当 调用方为企业的账号发起企业四要素实名
    那么 错误码是<错误码>

    例子:
      | 字段             | 错误码   |
      | idNumber         | 30502005 |
      | orgLegalName     | 30500113 |
      | orgLegalIdNumber | 30500155 |

  @V2-IDENTITY-16 @organization
  场景: 账号类型不对
    依据: identity_service/geg8ga 30500150、30500151
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为企业创建了账号
    当 调用方以POST请求"/v2/identity/auth/api/individual/{企业账号}/telecom3Factors"
      | mobileNo | "{手机号}" |
    那么 错误码是30500150
    当 调用方以POST请求"/v2/identity/auth/api/organization/{账号ID}/threeFactors"
      | agentAccountId | {账号ID} |
    那么 错误码是30500151

  @V2-IDENTITY-17 @organization
  场景: frAuthEnable且经办人是法定代表人，直接通过
    依据: paas_api/gg5fbz frAuthEnable
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业四要素实名
      | frAuthEnable | true |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status   | SUCCESS        |
      | authType | LEGAL_REP_AUTH |

  @V2-IDENTITY-18 @organization
  场景: frAuthEnable但经办人不是法定代表人，继续认证
    依据: paas_api/gg5fbz frAuthEnable；经办人不是法定代表人时 Unknown，本项目的选择：继续认证
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业四要素实名
      | frAuthEnable | true |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | ING |

  @V2-IDENTITY-19 @organization
  场景: 法定代表人授权书签署，经办人取自账号
    依据: paas_api/wqffv9
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    而且 调用方为企业的账号发起了企业四要素实名
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSignAuth"
      | mobileNo | "{别人.手机号}" |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/legalRepSignResult"
    那么 返回数据为
      | status | SIGNING |

  @V2-IDENTITY-20 @organization
  场景: 核身流程没有账号，不能用账号的签署接口
    依据: paas_api/wqffv9；核身流程的答复 Unknown，本项目的选择：30500051
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业四要素核身
    当 调用方以POST请求"/v2/identity/auth/api/organization/{核身流程}/legalRepSignAuth"
      | mobileNo | "{手机号}" |
    那么 错误码是30500051

  @V2-IDENTITY-21 @organization @page
  场景: 经办人账号已实名，企业页面直接填写企业信息
    依据: paas_api/ioggbz；已实名的经办人是否再次认证 Unknown，本项目的选择：不再认证
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    而且 调用方为企业的账号发起了企业页面实名
    当 他在电脑上打开链接
    那么 页面是「组织信息核验」
    而且 「企业名称」不可修改

  @V2-IDENTITY-22 @organization @page
  场景: 经办人账号未实名，先在页面上实名，账号也变为已实名
    依据: paas_api/ioggbz
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为企业创建了账号
    而且 调用方为企业的账号发起了企业页面实名
    而且 他在电脑上打开了链接
    当 他完成手机号认证
    那么 页面是「组织信息核验」
    当 调用方为他的账号发起运营商三要素实名
      | repetition | false |
    那么 错误码是30500152
    当 调用方为企业的账号发起企业页面实名
      | agentAccountId | 缺 |
    那么 错误码是30500100

  @V2-IDENTITY-23 @person
  场景: 可信数据：同一应用一年内通过的三要素不再向运营商比对
    依据: identity_service/wry7rc source
    假如 一个未实名的人
    当 调用方为他发起运营商三要素核身
      | source | 1 |
    那么 错误码是30504001
    假如 调用方为他发起了运营商三要素核身
      | source | 2 |
    而且 调用方提交了他收到的验证码
    当 时间过去364天
    而且 调用方为他发起运营商三要素核身
      | source | 1 |
    那么 调用成功
    当 时间过去1天
    而且 调用方为他发起运营商三要素核身
      | source | 1 |
    那么 错误码是30504001
    当 调用方为他发起运营商三要素核身
      | source | 3 |
    那么 错误码是30500101

  @V2-IDENTITY-24 @organization
  场景大纲: 为企业而做的个人核身，只用于同一家企业：<字段>
    依据: identity_service/wry7rc certificationPurpose、orgName、orgCertNo
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他发起了运营商三要素核身
      | certificationPurpose | ORGANIZATION  |
      | orgName              | "{企业.名称}" |
      | orgCertNo            | "{企业.代码}" |
      | <字段>               | <值>          |
    而且 调用方提交了他收到的验证码
    当 调用方为企业发起企业四要素核身
      | agentFlowId | "{核身流程}" |
    那么 错误码是<错误码>

    例子:
      | 字段      | 值                 | 错误码   |
      | contextId | order-7            | 0        |
      | orgName   | 宁波别家有限公司   | 30504001 |
      | orgCertNo | 91350100M000100Y43 | 30504001 |

  @V2-IDENTITY-25 @organization
  场景: 用企业四要素比对的verifyId发起，不再比对
    依据: paas_api/cfhqwk verifyId、verifyIdResult
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业四要素实名
    那么 返回数据为
      | flowId         | 非空  |
      | verifyIdResult | false |
    当 调用方为企业比对企业四要素
    那么 返回数据为
      | verifyId | 非空 |
    当 调用方把返回的verifyId记作比对
    假如 规则data_source_answers改为false
    当 调用方为企业的账号发起企业四要素实名
      | verifyId | "{比对}" |
    那么 返回数据为
      | flowId         | 非空 |
      | verifyIdResult | true |
    当 调用方为企业的账号发起企业四要素实名
      | verifyId | 536ab48c-e374-4b3a-ac62-fbe4791cce1a |
    那么 错误码是30504002

  @V2-IDENTITY-26 @organization
  场景: 别的企业的verifyId，或不一致的比对，不能代替比对
    依据: paas_api/cfhqwk verifyIdResult
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 另有法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为另一家企业比对企业四要素
    那么 调用成功
    当 调用方把返回的verifyId记作比对
    而且 调用方为企业的账号发起企业四要素实名
      | verifyId | "{比对}" |
    那么 返回数据为
      | verifyIdResult | false |
    当 调用方为企业比对企业四要素
      | legalRepName | 赵无名 |
    那么 返回数据为
      | verifyId | 非空 |
    当 调用方把返回的verifyId记作比对
    而且 调用方为企业的账号发起企业四要素实名
      | verifyId | "{比对}" |
    那么 返回数据为
      | verifyIdResult | false |

  @V2-IDENTITY-27 @organization
  场景: 后来的比对不一致，以前的verifyId不能再用
    依据: paas_api/cfhqwk verifyId；有效多久 Unknown，本项目的选择：以最后一次比对为准
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业比对企业四要素
      | name | {企业.名称} |
    那么 调用成功
    当 调用方把返回的verifyId记作比对
    而且 企业在登记机关更名为"宁波新名贸易有限公司"
    而且 调用方查询"/v1/organizations/{企业账号}"
    而且 调用方把返回的name记作原名
    而且 调用方为企业比对企业四要素
      | name | "{原名}" |
    那么 调用失败
    当 调用方为企业的账号发起企业四要素实名
      | verifyId | "{比对}" |
    那么 调用失败

  @V2-IDENTITY-28 @organization
  场景: 已实名的企业账号，repeatIdentity为false则不能再发起页面实名
    依据: paas_api/ioggbz repeatIdentity
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业四要素实名
      | frAuthEnable | true |
    那么 调用成功
    当 调用方为企业的账号发起企业页面实名
    那么 调用成功
    当 调用方为企业的账号发起企业页面实名
      | repeatIdentity | false |
    那么 错误码是30500152
    当 调用方为企业的账号发起企业三要素实名
      | repetition | false |
    那么 错误码是30500152

  @V2-IDENTITY-29 @organization
  场景: 没有frAuthEnable，agentFlowId不起作用
    依据: paas_api/gg5fbz agentFlowId（需要frAuthEnable为true）
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    当 调用方为企业的账号发起企业四要素实名
      | agentFlowId | "{核身流程}" |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | ING |
